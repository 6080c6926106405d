#include "winograd.h"

#include "common.h"
#include "kernels.h"

#include <cstring>
#include <omp.h>

namespace vsd::winograd {

namespace {

/* Bytes of transformed inputs of a strip of tiles: they are read once for every 16 outputs, from the second level cache. */
constexpr int64_t strip_bytes = 300 << 10;

/* The kernel's transform, for one row or column. */
constexpr double spread[window][3] = {
    {1.0 / 4, 0, 0}, {-1.0 / 6, -1.0 / 6, -1.0 / 6}, {-1.0 / 6, 1.0 / 6, -1.0 / 6}, {1.0 / 24, 1.0 / 12, 1.0 / 6}, {1.0 / 24, -1.0 / 12, 1.0 / 6}, {0, 0, 1}};

bool is_in_blocks(const vsd_tensor &t) { return t.type == VSD_F32 && t.block == block && t.pitch == block; }

int64_t rounded(int64_t count, int64_t to) { return (count + to - 1) / to * to; }

/* Weights [out, in, 3, 3] as Layer has them; in doubles, since they are rounded once and used for ever. */
void transform(const float *weights, int64_t outputs, int64_t inputs, float *to)
{
    for (int64_t o = 0; o < outputs; o++) {
        for (int64_t i = 0; i < inputs; i++) {
            const float *kernel = weights + (o * inputs + i) * 9;
            double half[window][3] = {};
            for (int64_t y = 0; y < window; y++) {
                for (int64_t x = 0; x < 3; x++) {
                    for (int64_t k = 0; k < 3; k++) half[y][x] += spread[y][k] * kernel[k * 3 + x];
                }
            }

            for (int64_t y = 0; y < window; y++) {
                for (int64_t x = 0; x < window; x++) {
                    double sum = 0;
                    for (int64_t k = 0; k < 3; k++) sum += half[y][k] * spread[x][k];
                    to[((o / columns * points + y * window + x) * inputs + i) * columns + o % columns] = static_cast<float>(sum);
                }
            }
        }
    }
}

struct Convolution : Step {
    Convolution(vsd_program &p, const vsd_convolution &c, const float *weights, const float *offsets) : program(p)
    {
        layer.inputs = c.source.channels;
        layer.outputs = c.destination.channels;
        layer.height = c.source.height;
        layer.width = c.source.width;
        layer.source = reinterpret_cast<const float *>(p.at(c.source));
        layer.destination = reinterpret_cast<float *>(p.at(c.destination));
        layer.accumulate = c.accumulate != 0;
        layer.relu = c.relu != 0;

        constants.reserve(static_cast<size_t>((points * layer.inputs + 1) * layer.outputs) * sizeof(float));
        float *transformed = static_cast<float *>(constants.data()), *bias = transformed + points * layer.inputs * layer.outputs;
        transform(weights, layer.outputs, layer.inputs, transformed);
        std::memcpy(bias, offsets, static_cast<size_t>(layer.outputs) * sizeof(float));
        layer.weights = transformed;
        layer.bias = bias;

        tiles = rounded(layer.height, side) / side * (rounded(layer.width, side) / side);
        int64_t most = std::max<int64_t>(rows, strip_bytes / static_cast<int64_t>(points * layer.inputs * sizeof(float)) / rows * rows);
        /* As many strips for one thread as for another. */
        int64_t strips = rounded((tiles + most - 1) / most, p.threads);
        length = rounded((tiles + strips - 1) / strips, rows);
        p.scratchpad.reserve(static_cast<size_t>(p.threads * room()) * sizeof(float));
    }

    void run(const float *) override
    {
        float *scratch = static_cast<float *>(program.scratchpad.data());
        int64_t strips = (tiles + length - 1) / length;
#pragma omp parallel for num_threads(program.threads) schedule(dynamic)
        for (int64_t s = 0; s < strips; s++) {
            float *values = scratch + omp_get_thread_num() * room();
            avx2::winograd_strip(layer, s * length, std::min(length, tiles - s * length), values, values + points * length * layer.inputs);
        }
    }

    /* Floats that a thread needs. */
    int64_t room() const { return points * length * (layer.inputs + columns); }

    vsd_program &program;
    Layer layer{};
    Shared constants;
    int64_t tiles, length;
};

} // namespace

bool suits(const vsd_convolution &c)
{
    return std::strcmp(kernels().name, "avx2") == 0 && c.kernel == 3 && c.stride == 1 && c.dilation == 1 && c.pad_top == 1 && c.pad_left == 1
        && c.pad_bottom == 1 && c.pad_right == 1 && c.weights_type == VSD_F32 && is_in_blocks(c.source) && is_in_blocks(c.destination)
        && c.source.height == c.destination.height && c.source.width == c.destination.width && c.source.channels >= columns
        && c.destination.channels % columns == 0;
}

std::unique_ptr<Step> make(vsd_program &program, const vsd_convolution &convolution, const float *weights, const float *bias)
{
    return std::make_unique<Convolution>(program, convolution, weights, bias);
}

} // namespace vsd::winograd
