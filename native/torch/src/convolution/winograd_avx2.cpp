#include "winograd_avx2.h"

#include "planes_avx2.h"

namespace vst::convolution::avx2 {

namespace {

Planes planes_like(const Cut& cut) { return {block, cut.height, cut.width}; }

inline const float* planes_of(const float* values, int64_t channels, int64_t channel, const Cut& cut, const Segment& s) {
    return values + (s.picture * channels + channel) * cut.height * cut.width;
}

}  // namespace

void widen_kernels(const Kernels& kernels, int64_t inputs, int64_t from, int64_t until, float* to) {
    for (int64_t o = from; o < until; o += block) {
        float* panel = to + (o / columns * points * inputs) * columns + o % columns;
        for (int64_t c = 0; c < inputs; c++) {
            alignas(32) float gathered[kernel * kernel][block];
            for (int64_t i = 0; i < block; i++) {
                const float* one = kernels.values + (o + i) * kernels.output_step + c * kernels.input_step;
                for (int64_t k = 0; k < kernel * kernel; k++) gathered[k][i] = one[kernels.turned ? kernel * kernel - 1 - k : k];
            }

            Lanes half[window][kernel], w[kernel], wide[window];
            for (int64_t x = 0; x < kernel; x++) {
                for (int64_t y = 0; y < kernel; y++) w[y] = at(gathered[y * kernel + x]);
                widen(w, wide);
                for (int64_t y = 0; y < window; y++) half[y][x] = wide[y];
            }

            for (int64_t y = 0; y < window; y++) {
                widen(half[y], wide);
                for (int64_t x = 0; x < window; x++) put(panel + ((y * window + x) * inputs + c) * columns, wide[x]);
            }
        }
    }
}

namespace {

// Squares of eight planes, a side apart and width wide, the first one beginning margin before the segment's first output, each transformed from both sides.
template <int64_t width, int64_t margin, void (*transform)(const Lanes*, Lanes*)>
inline void transform_squares(const float* values, int64_t channels, int64_t channel, const Cut& cut, Strip strip, float* pixels, float* to, int64_t point_step,
                              int64_t tile_step) {
    const int64_t across = (cut.tiles - 1) * side + width;
    for (int64_t s = 0; s < strip.count; s++) {
        const Segment segment = cut.segment(strip.first + s);
        const float* planes = planes_of(values, channels, channel, cut, segment);
        const int64_t left = segment.left - margin;
        for (int64_t y = 0; y < width; y++) {
            read_row(planes, planes_like(cut), segment.top - margin + y, left, left + across, pixels + y * across * block, block);
        }

        for (int64_t t = 0; t < cut.tiles; t++, to += tile_step) {
            Lanes half[window][width], d[width], o[window];
            for (int64_t x = 0; x < width; x++) {
                for (int64_t y = 0; y < width; y++) d[y] = at(pixels + (y * across + t * side + x) * block);
                transform(d, o);
                for (int64_t y = 0; y < window; y++) half[y][x] = o[y];
            }

            for (int64_t y = 0; y < window; y++) {
                transform(half[y], o);
                for (int64_t x = 0; x < window; x++) put(to + (y * window + x) * point_step, o[x]);
            }
        }
    }
}

}  // namespace

void expand_windows(const float* values, int64_t channels, int64_t channel, const Cut& cut, Strip strip, float* pixels, float* to, int64_t point_step,
                    int64_t tile_step) {
    transform_squares<window, 1, expand>(values, channels, channel, cut, strip, pixels, to, point_step, tile_step);
}

void spread_gradients(const float* gradients, int64_t channels, int64_t channel, const Cut& cut, Strip strip, float* pixels, float* to, int64_t point_step,
                      int64_t tile_step) {
    transform_squares<side, 0, spread>(gradients, channels, channel, cut, strip, pixels, to, point_step, tile_step);
}

namespace {

// Sums [points, room, columns] of a strip, the eight from one on, transformed back to planes.
void gather_outputs(const float* sums, int64_t room, const float* bias, int64_t outputs, int64_t channel, const Cut& cut, Strip strip, float* pixels, float* to) {
    const int64_t across = cut.tiles * side;
    const Lanes offset = bias == nullptr ? Lanes{} : at(bias + channel);
    for (int64_t s = 0; s < strip.count; s++) {
        const Segment segment = cut.segment(strip.first + s);
        for (int64_t t = 0; t < cut.tiles; t++, sums += columns) {
            Lanes half[side][window], m[window], o[side];
            for (int64_t x = 0; x < window; x++) {
                for (int64_t y = 0; y < window; y++) m[y] = at(sums + (y * window + x) * room * columns);
                gather(m, o);
                for (int64_t y = 0; y < side; y++) half[y][x] = o[y];
            }

            for (int64_t y = 0; y < side; y++) {
                gather(half[y], o);
                for (int64_t x = 0; x < side; x++) put(pixels + (y * across + t * side + x) * block, o[x] + offset);
            }
        }

        float* planes = const_cast<float*>(planes_of(to, outputs, channel, cut, segment));
        for (int64_t y = 0; y < side && segment.top + y < cut.height; y++) {
            write_row(pixels + y * across * block, block, across, planes, planes_like(cut), segment.top + y, segment.left);
        }
    }
}

}  // namespace

void convolve_strip(const float* windows, const float* kernels, const float* bias, int64_t inputs, int64_t outputs, int64_t from, int64_t until, const Cut& cut,
              Strip strip, float* pixels, float* sums, float* to) {
    const int64_t room = rounded_up(strip.count * cut.tiles, rows);
    for (int64_t o = from; o < until; o += columns) {
        for (int64_t p = 0; p < points; p++) {
            const float* panel = kernels + (o * points + p * columns) * inputs;
            for (int64_t t = 0; t < room; t += rows) {
                multiply<rows, false>(windows + (p * room + t) * inputs, inputs, 1, panel, columns, inputs, sums + (p * room + t) * columns, columns);
            }
        }

        gather_outputs(sums, room, bias, outputs, o, cut, strip, pixels, to);
        gather_outputs(sums + block, room, bias, outputs, o + block, cut, strip, pixels, to);
    }
}

void add_products(const float* windows, const float* gradients, int64_t inputs, int64_t tiles, float* products) {
    constexpr int64_t at_once = block / 2;
    for (int64_t p = 0; p < points; p++) {
        for (int64_t c = 0; c < inputs; c += at_once) {
            const float* values = windows + (c / block * points + p) * tiles * block + c % block;
            multiply<at_once, true>(values, 1, block, gradients + p * tiles * columns, columns, tiles, products + (p * inputs + c) * columns, columns);
        }
    }
}

void narrow_products(const float* products, int64_t count, int64_t step, int64_t inputs, float* to) {
    for (int64_t c = 0; c < inputs; c++) {
        for (int64_t i = 0; i < columns; i += block) {
            Lanes half[kernel][window], g[window], w[kernel];
            for (int64_t x = 0; x < window; x++) {
                for (int64_t y = 0; y < window; y++) {
                    g[y] = Lanes{};
                    for (int64_t n = 0; n < count; n++) g[y] += at(products + n * step + ((y * window + x) * inputs + c) * columns + i);
                }
                narrow(g, w);
                for (int64_t y = 0; y < kernel; y++) half[y][x] = w[y];
            }

            for (int64_t y = 0; y < kernel; y++) {
                narrow(half[y], w);
                for (int64_t x = 0; x < kernel; x++) {
                    alignas(32) float lanes[block];
                    put(lanes, w[x]);
                    for (int64_t n = 0; n < block; n++) to[((i + n) * inputs + c) * kernel * kernel + y * kernel + x] = lanes[n];
                }
            }
        }
    }
}

}  // namespace vst::convolution::avx2
