#include "winograd.h"

#include "winograd_avx2.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <omp.h>

namespace vst::convolution::winograd {

namespace {

// Bytes of transformed values of a strip that one thread works on: they are read once for every 16 outputs, from the second-level cache.
constexpr int64_t strip_bytes = 300 << 10;

// From so many channels on such a strip would be of so few tiles that weights, four times theirs, came from memory for each. There all threads work on one
// strip of so many tiles, each on channels of its own.
constexpr int64_t wide_channels = 256, wide_tiles = 64;

Cut cut_of(const Shape& s, int64_t channels, bool is_wide) {
    return {s.pictures, s.height, s.width, is_wide ? wide_tiles : strip_bytes / static_cast<int64_t>(points * channels * sizeof(float))};
}

// Segments of a strip.
int64_t strip_length(const Cut& cut, int64_t channels, bool is_wide) {
    const int64_t tiles = is_wide ? wide_tiles : strip_bytes / static_cast<int64_t>(points * channels * sizeof(float));
    return std::min(cut.segments, std::max<int64_t>(1, tiles / cut.tiles));
}

Strip strip_of(const Cut& cut, int64_t length, int64_t index) { return {index * length, std::min(length, cut.segments - index * length)}; }

}  // namespace

void convolve(const Shape& s, const float* values, const Kernels& kernels, const float* bias, float* to) {
    const int threads = at::get_num_threads();
    const bool is_wide = s.inputs >= wide_channels;
    const Cut cut = cut_of(s, s.inputs, is_wide);
    const int64_t length = strip_length(cut, s.inputs, is_wide), strips = quotient_up(cut.segments, length), room = rounded_up(length * cut.tiles, rows);
    const int64_t windows_size = line(points * room * s.inputs), own_size = line(cut.pixels()) + line(points * room * columns);
    const at::Tensor kernel_memory = at::empty({points * s.inputs * s.outputs}, at::kFloat);
    const at::Tensor memory = at::empty({threads * own_size + (is_wide ? 1 : threads) * windows_size}, at::kFloat);
    float* const widened = kernel_memory.data_ptr<float>();
    float* const scratch = memory.data_ptr<float>();
#pragma omp parallel num_threads(threads)
    {
        float* const pixels = scratch + omp_get_thread_num() * own_size;
        float* const sums = pixels + line(cut.pixels());
        float* const windows = scratch + threads * own_size + (is_wide ? 0 : omp_get_thread_num() * windows_size);
#pragma omp for schedule(static)
        for (int64_t o = 0; o < s.outputs; o += columns) {
            avx2::widen_kernels(kernels, s.inputs, o, o + columns, widened);
        }

        const auto expand = [&](const Strip& strip, int64_t channel) {
            const int64_t point = rounded_up(strip.count * cut.tiles, rows) * s.inputs;
            avx2::expand_windows(values, s.inputs, channel, cut, strip, pixels, windows + channel, point, s.inputs);
        };
        const auto multiply = [&](const Strip& strip, int64_t from, int64_t until) {
            avx2::convolve_strip(windows, widened, bias, s.inputs, s.outputs, from, until, cut, strip, pixels, sums, to);
        };
        if (is_wide) {
            for (int64_t i = 0; i < strips; i++) {
                const Strip strip = strip_of(cut, length, i);
#pragma omp for schedule(static)
                for (int64_t c = 0; c < s.inputs; c += block) expand(strip, c);
#pragma omp for schedule(dynamic)
                for (int64_t o = 0; o < s.outputs; o += columns) multiply(strip, o, o + columns);
            }
        } else {
#pragma omp for schedule(dynamic)
            for (int64_t i = 0; i < strips; i++) {
                const Strip strip = strip_of(cut, length, i);
                for (int64_t c = 0; c < s.inputs; c += block) expand(strip, c);
                multiply(strip, 0, s.outputs);
            }
        }
    }
}

// Each thread has strips and sums of its own, or, where these would be large, all share both; either way the order of the sums depends on the number of
// threads alone.
void gradients_of_kernels(const Shape& s, const float* values, const float* gradients, float* to) {
    const int threads = at::get_num_threads();
    const int64_t channels = s.inputs + s.outputs;
    const bool is_wide = std::max(s.inputs, s.outputs) >= wide_channels;
    const int sums_count = is_wide ? 1 : threads;
    const Cut cut = cut_of(s, channels, is_wide);
    const int64_t length = strip_length(cut, channels, is_wide), strips = quotient_up(cut.segments, length), most = length * cut.tiles;
    const int64_t pixels_size = line(cut.pixels()), windows_size = line(points * most * s.inputs), spread_size = line(points * most * s.outputs);
    const int64_t panel = points * s.inputs * columns, sums_size = panel * (s.outputs / columns);
    const at::Tensor sums_memory = at::empty({sums_count * sums_size}, at::kFloat);
    const at::Tensor memory = at::empty({threads * pixels_size + sums_count * (windows_size + spread_size)}, at::kFloat);
    float* const all_sums = sums_memory.data_ptr<float>();
    float* const scratch = memory.data_ptr<float>();
#pragma omp parallel num_threads(threads)
    {
        const int64_t own = is_wide ? 0 : omp_get_thread_num();
        float* const pixels = scratch + omp_get_thread_num() * pixels_size;
        float* const windows = scratch + threads * pixels_size + own * (windows_size + spread_size);
        float* const spread = windows + windows_size;
        float* const sums = all_sums + own * sums_size;
        const auto expand = [&](const Strip& strip, int64_t c) {
            const int64_t tiles = strip.count * cut.tiles;
            avx2::expand_windows(values, s.inputs, c, cut, strip, pixels, windows + c * points * tiles, tiles * block, block);
        };
        const auto spread_out = [&](const Strip& strip, int64_t o) {
            const int64_t tiles = strip.count * cut.tiles;
            float* const panel_of = spread + o / columns * points * tiles * columns + o % columns;
            avx2::spread_gradients(gradients, s.outputs, o, cut, strip, pixels, panel_of, tiles * columns, columns);
        };
        const auto multiply = [&](const Strip& strip, int64_t o) {
            const int64_t tiles = strip.count * cut.tiles;
            avx2::add_products(windows, spread + o * points * tiles, s.inputs, tiles, sums + o / columns * panel);
        };
        if (is_wide) {
#pragma omp for schedule(static)
            for (int64_t i = 0; i < s.outputs / columns; i++) std::fill_n(sums + i * panel, panel, 0.0f);
            for (int64_t i = 0; i < strips; i++) {
                const Strip strip = strip_of(cut, length, i);
#pragma omp for schedule(static) nowait
                for (int64_t c = 0; c < s.inputs; c += block) expand(strip, c);
#pragma omp for schedule(static)
                for (int64_t o = 0; o < s.outputs; o += block) spread_out(strip, o);
#pragma omp for schedule(dynamic)
                for (int64_t o = 0; o < s.outputs; o += columns) multiply(strip, o);
            }
        } else {
            std::fill_n(sums, sums_size, 0.0f);
#pragma omp for schedule(static)
            for (int64_t i = 0; i < strips; i++) {
                const Strip strip = strip_of(cut, length, i);
                for (int64_t c = 0; c < s.inputs; c += block) expand(strip, c);
                for (int64_t o = 0; o < s.outputs; o += block) spread_out(strip, o);
                for (int64_t o = 0; o < s.outputs; o += columns) multiply(strip, o);
            }
        }

#pragma omp for schedule(static)
        for (int64_t o = 0; o < s.outputs; o += columns) {
            avx2::narrow_products(all_sums + o / columns * panel, is_wide ? 1 : omp_get_num_threads(), sums_size, s.inputs, to + o * s.inputs * kernel * kernel);
        }
    }
}

}  // namespace vst::convolution::winograd
