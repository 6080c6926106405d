#include "winograd.h"

#include "videoseg/winograd_avx2.h"

namespace vsd::avx2 {

namespace {

using namespace winograd;

/* The window of one tile at (top, left), which may lie half outside, where zero is. */
inline void read(const Layer &l, const float *plane, int64_t top, int64_t left, Lanes d[window][window])
{
    bool is_inside = top >= 0 && left >= 0 && top + window <= l.height && left + window <= l.width;
    for (int64_t y = 0; y < window; y++) {
        for (int64_t x = 0; x < window; x++) {
            int64_t down = top + y, right = left + x;
            bool is_there = is_inside || (down >= 0 && right >= 0 && down < l.height && right < l.width);
            d[x][y] = is_there ? at(plane + (down * l.width + right) * block) : Lanes{};
        }
    }
}

} // namespace

void winograd_inputs(const Layer &l, Tiles tiles, int64_t from, int64_t until, float *values)
{
    int64_t across = (l.width + side - 1) / side, first = tiles.first, count = tiles.count, room = tiles.room();
    for (int64_t group = from; group < until; group++) {
        const float *plane = l.source + group * l.height * l.width * block;
        for (int64_t t = 0; t < room; t++) {
            float *to = values + t * l.inputs + group * block;
            if (t >= count) {
                for (int64_t p = 0; p < points; p++) put(to + p * room * l.inputs, Lanes{});
                continue;
            }

            Lanes d[window][window], half[window][window], o[window];
            read(l, plane, (first + t) / across * side - 1, (first + t) % across * side - 1, d);
            for (int64_t x = 0; x < window; x++) {
                expand(d[x], o);
                for (int64_t y = 0; y < window; y++) half[y][x] = o[y];
            }

            for (int64_t y = 0; y < window; y++) {
                expand(half[y], o);
                for (int64_t x = 0; x < window; x++) put(to + (y * window + x) * room * l.inputs, o[x]);
            }
        }
    }
}

namespace {

/* Outputs of one block of channels, that of channel. */
void write(const Layer &l, int64_t channel, int64_t first, int64_t count, int64_t room, const float *sums)
{
    int64_t across = (l.width + side - 1) / side;
    float *plane = l.destination + channel * l.height * l.width;
    Lanes bias = at(l.bias + channel);
    for (int64_t t = 0; t < count; t++) {
        int64_t top = (first + t) / across * side, left = (first + t) % across * side;
        Lanes half[side][window], m[window], o[side];
        for (int64_t x = 0; x < window; x++) {
            for (int64_t y = 0; y < window; y++) m[y] = at(sums + ((y * window + x) * room + t) * columns);
            gather(m, o);
            for (int64_t y = 0; y < side; y++) half[y][x] = o[y];
        }

        for (int64_t y = 0; y < side && top + y < l.height; y++) {
            gather(half[y], o);
            for (int64_t x = 0; x < side && left + x < l.width; x++) {
                float *to = plane + ((top + y) * l.width + left + x) * block;
                Lanes v = o[x] + bias;
                if (l.accumulate) v += at(to);
                /* NaN in, NaN out: it must not pass for zero. */
                if (l.relu) v = Lanes(_mm256_max_ps(_mm256_setzero_ps(), __m256(v)));
                put(to, v);
            }
        }
    }
}

} // namespace

void winograd_outputs(const Layer &l, Tiles tiles, int64_t from, int64_t until, const float *values, float *sums)
{
    int64_t room = tiles.room(), area = points * room * columns;
    for (int64_t p = 0; p < points; p++) {
        for (int64_t o = from; o < until; o += columns) {
            const float *weights = l.weights + (o * points + p * columns) * l.inputs;
            float *out = sums + (o - from) / columns * area + p * room * columns;
            for (int64_t t = 0; t < room; t += rows) {
                multiply<rows, false>(values + (p * room + t) * l.inputs, l.inputs, 1, weights, columns, l.inputs, out + t * columns, columns);
            }
        }
    }

    for (int64_t o = from; o < until; o += columns) {
        float *out = sums + (o - from) / columns * area;
        write(l, o, tiles.first, tiles.count, room, out);
        write(l, o + block, tiles.first, tiles.count, room, out + block);
    }
}

} // namespace vsd::avx2
