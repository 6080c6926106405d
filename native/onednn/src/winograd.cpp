#include "winograd.h"

#include "common.h"
#include "kernels.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <omp.h>

namespace vsd::winograd {

namespace {

/* Bytes of transformed inputs of a strip that one thread works on: they are read once for every 16 outputs, from the second level cache. */
constexpr int64_t strip_bytes = 300 << 10;

/* From so many inputs on such a strip would be one of 6 tiles, for which the weights, four times theirs, came from memory. There all threads work on one
   strip, so many tiles long, each on outputs of its own, so many at a time: their sums stay in the second level cache instead. */
constexpr int64_t wide_inputs = 256, wide_tiles = 48, wide_outputs = 64;

/* The kernel's transform, for one row or column. */
constexpr double kernel_transform[window][3] = {
    {1.0 / 4, 0, 0}, {-1.0 / 6, -1.0 / 6, -1.0 / 6}, {-1.0 / 6, 1.0 / 6, -1.0 / 6}, {1.0 / 24, 1.0 / 12, 1.0 / 6}, {1.0 / 24, -1.0 / 12, 1.0 / 6}, {0, 0, 1}};

std::atomic<int64_t> bytes_alive{0};

bool is_in_blocks(const vsd_tensor &t) { return t.type == VSD_F32 && t.block == block && t.pitch == block; }

int64_t rounded(int64_t count, int64_t to) { return (count + to - 1) / to * to; }

int64_t tiles_of(const vsd_tensor &t) { return rounded(t.height, side) / side * (rounded(t.width, side) / side); }

/* FNV-1a, a float at a time. */
uint64_t hash_of(const float *values, int64_t count)
{
    uint64_t hash = 14695981039346656037u;
    for (int64_t i = 0; i < count; i++) {
        uint32_t bits;
        std::memcpy(&bits, values + i, sizeof bits);
        hash = (hash ^ bits) * 1099511628211u;
    }

    return hash;
}

} // namespace

int64_t live_bytes() { return bytes_alive; }

class Weights {
public:
    /* weights [out, in, 3, 3] as Layer has them; in doubles, since they are rounded once and used for ever. */
    Weights(const float *weights, uint64_t hash, int64_t outputs, int64_t inputs, int threads) : hash(hash), outputs(outputs), inputs(inputs)
    {
        memory.reserve(bytes());
        float *to = static_cast<float *>(memory.data());
#pragma omp parallel for num_threads(threads)
        for (int64_t o = 0; o < outputs; o++) {
            for (int64_t i = 0; i < inputs; i++) transform(weights + (o * inputs + i) * 9, to + (o / columns * points * inputs + i) * columns + o % columns);
        }

        bytes_alive += static_cast<int64_t>(bytes());
    }

    ~Weights() { bytes_alive -= static_cast<int64_t>(bytes()); }

    bool are_of(uint64_t other, int64_t out, int64_t in) const { return hash == other && outputs == out && inputs == in; }
    const float *data() const { return static_cast<const float *>(memory.data()); }

private:
    size_t bytes() const { return static_cast<size_t>(points * inputs * outputs) * sizeof(float); }

    void transform(const float *kernel, float *to) const
    {
        double half[window][3] = {};
        for (int64_t y = 0; y < window; y++) {
            for (int64_t x = 0; x < 3; x++) {
                for (int64_t k = 0; k < 3; k++) half[y][x] += kernel_transform[y][k] * kernel[k * 3 + x];
            }
        }

        for (int64_t y = 0; y < window; y++) {
            for (int64_t x = 0; x < window; x++) {
                double sum = 0;
                for (int64_t k = 0; k < 3; k++) sum += half[y][k] * kernel_transform[x][k];
                to[(y * window + x) * inputs * columns] = static_cast<float>(sum);
            }
        }
    }

    Shared memory;
    uint64_t hash;
    int64_t outputs, inputs;
};

namespace {

std::shared_ptr<const Weights> find_or_make(vsd_program &p, const float *weights, int64_t outputs, int64_t inputs)
{
    uint64_t hash = hash_of(weights, outputs * inputs * 9);
    size_t step = p.transformed.size();
    bool are_there = step < p.given.size() && p.given[step]->are_of(hash, outputs, inputs);
    p.transformed.push_back(are_there ? p.given[step] : std::make_shared<const Weights>(weights, hash, outputs, inputs, p.threads));
    return p.transformed.back();
}

struct Convolution : Step {
    Convolution(vsd_program &p, const vsd_convolution &c, const float *given, const float *offsets)
        : program(p), weights(find_or_make(p, given, c.destination.channels, c.source.channels)), bias(offsets, offsets + c.destination.channels)
    {
        layer.inputs = c.source.channels;
        layer.outputs = c.destination.channels;
        layer.height = c.source.height;
        layer.width = c.source.width;
        layer.source = reinterpret_cast<const float *>(p.at(c.source));
        layer.destination = reinterpret_cast<float *>(p.at(c.destination));
        layer.accumulate = c.accumulate != 0;
        layer.relu = c.relu != 0;
        layer.weights = weights->data();
        layer.bias = bias.data();

        tiles = tiles_of(c.source);
        is_wide = layer.inputs >= wide_inputs;
        if (is_wide) {
            int64_t strips = (tiles + wide_tiles - 1) / wide_tiles;
            length = rounded((tiles + strips - 1) / strips, rows);
            outputs_at_once = std::min(wide_outputs, std::max(columns, layer.outputs / p.threads / columns * columns));
            p.scratchpad.reserve(static_cast<size_t>(points * length * (layer.inputs + p.threads * outputs_at_once)) * sizeof(float));
        } else {
            int64_t most = std::max<int64_t>(rows, strip_bytes / static_cast<int64_t>(points * layer.inputs * sizeof(float)) / rows * rows);
            /* As many strips for one thread as for another. */
            int64_t strips = rounded((tiles + most - 1) / most, p.threads);
            length = rounded((tiles + strips - 1) / strips, rows);
            p.scratchpad.reserve(static_cast<size_t>(points * length * p.threads * (layer.inputs + columns)) * sizeof(float));
        }
    }

    void run(const float *) override
    {
        float *scratch = static_cast<float *>(program.scratchpad.data());
        is_wide ? run_wide(scratch) : run_narrow(scratch);
    }

    /* A strip is one thread's. */
    void run_narrow(float *scratch)
    {
        int64_t room = points * length * layer.inputs;
#pragma omp parallel for num_threads(program.threads) schedule(dynamic)
        for (int64_t s = 0; s < strips(); s++) {
            Tiles part = strip(s);
            float *values = scratch + omp_get_thread_num() * (room + points * length * columns);
            avx2::winograd_inputs(layer, part, 0, layer.inputs / block, values);
            for (int64_t o = 0; o < layer.outputs; o += columns) avx2::winograd_outputs(layer, part, o, o + columns, values, values + room);
        }
    }

    /* All threads work on a strip, and on the next when it is done. */
    void run_wide(float *scratch)
    {
        float *sums = scratch + points * length * layer.inputs;
#pragma omp parallel num_threads(program.threads)
        for (int64_t s = 0; s < strips(); s++) {
            Tiles part = strip(s);
            float *own = sums + omp_get_thread_num() * points * length * outputs_at_once;
#pragma omp for schedule(static)
            for (int64_t g = 0; g < layer.inputs / block; g++) avx2::winograd_inputs(layer, part, g, g + 1, scratch);
#pragma omp for schedule(dynamic)
            for (int64_t o = 0; o < layer.outputs; o += outputs_at_once) {
                avx2::winograd_outputs(layer, part, o, std::min(layer.outputs, o + outputs_at_once), scratch, own);
            }
        }
    }

    int64_t strips() const { return (tiles + length - 1) / length; }
    Tiles strip(int64_t index) const { return {index * length, std::min(length, tiles - index * length)}; }

    vsd_program &program;
    std::shared_ptr<const Weights> weights;
    std::vector<float> bias;
    Layer layer{};
    int64_t tiles, length, outputs_at_once = columns;
    bool is_wide;
};

} // namespace

/* In small pictures tiles hang over the edge and rows of the products stay empty, and large weights are hardly used before the next come. */
static bool is_worth_it(const vsd_tensor &source)
{
    int64_t tiles = tiles_of(source), products = rounded(tiles, rows) * points, direct = int64_t{9} * source.height * source.width;
    return 2 * products <= direct && (source.channels < wide_inputs || tiles > rows);
}

bool suits(const vsd_convolution &c)
{
    return are_for_avx2() && c.kernel == 3 && c.stride == 1 && c.dilation == 1 && c.pad_top == 1 && c.pad_left == 1 && c.pad_bottom == 1 && c.pad_right == 1
        && c.weights_type == VSD_F32 && is_in_blocks(c.source) && is_in_blocks(c.destination) && c.source.height == c.destination.height
        && c.source.width == c.destination.width && c.source.channels >= columns && c.destination.channels % columns == 0 && is_worth_it(c.source);
}

std::unique_ptr<Step> make(vsd_program &program, const vsd_convolution &convolution, const float *weights, const float *bias)
{
    return std::make_unique<Convolution>(program, convolution, weights, bias);
}

} // namespace vsd::winograd
