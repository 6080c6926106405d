#include "direct.h"

#include "direct_avx2.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <omp.h>

namespace vst::convolution::direct {

namespace {

using videoseg::winograd::columns;
using videoseg::winograd::rows;

// Bytes of rows that one thread works on, read once for every 16 outputs, from the second-level cache.
constexpr int64_t strip_bytes = 256 << 10;

std::vector<RowStrip> strips_of(const Shape& s) {
    const int64_t fit = strip_bytes / static_cast<int64_t>(RowLayout(s).row() * sizeof(float)) - (s.side - 1), most = std::max<int64_t>(1, fit);
    std::vector<RowStrip> strips;
    for (int64_t picture = 0; picture < s.pictures; picture++) {
        for (int64_t phase = 0; phase < std::min(s.dilation, s.height); phase++) {
            const int64_t count = quotient_up(s.height - phase, s.dilation), pieces = quotient_up(count, most), length = quotient_up(count, pieces);
            for (int64_t i = 0; i < count; i += length) strips.push_back({picture, phase + i * s.dilation, std::min(length, count - i)});
        }
    }

    return strips;
}

int64_t longest_of(const std::vector<RowStrip>& strips) {
    int64_t longest = 0;
    for (const RowStrip& strip : strips) longest = std::max(longest, strip.count);
    return longest;
}

int64_t arranged_size(const Shape& s) { return rounded_up(s.outputs, columns) * s.taps() * RowLayout(s).depth; }

}  // namespace

void convolve(const Shape& s, const float* values, const Kernels& kernels, const float* bias, float* to) {
    const int threads = at::get_num_threads();
    const std::vector<RowStrip> strips = strips_of(s);
    const int64_t rows_size = line((longest_of(strips) + s.side - 1) * RowLayout(s).row()), sums_size = rounded_up(s.width, rows) * columns;
    const at::Tensor kernel_memory = at::empty({arranged_size(s)}, at::kFloat);
    const at::Tensor memory = at::empty({threads * (rows_size + sums_size)}, at::kFloat);
    float* const arranged = kernel_memory.data_ptr<float>();
    float* const scratch = memory.data_ptr<float>();
#pragma omp parallel num_threads(threads)
    {
        float* const own = scratch + omp_get_thread_num() * (rows_size + sums_size);
#pragma omp for schedule(static)
        for (int64_t o = 0; o < s.outputs; o += columns) avx2::arrange_kernels(s, kernels, o, arranged);
#pragma omp for schedule(dynamic)
        for (size_t i = 0; i < strips.size(); i++) {
            avx2::read_rows(s, strips[i], values, own);
            avx2::convolve_rows(s, strips[i], own, arranged, bias, own + rows_size, to);
        }
    }
}

// Each thread has sums of its own. Their order depends on the number of threads alone.
void gradients_of_kernels(const Shape& s, const float* values, const float* gradients, float* to) {
    const int threads = at::get_num_threads();
    const std::vector<RowStrip> strips = strips_of(s);
    const int64_t longest = longest_of(strips), rows_size = line((longest + s.side - 1) * RowLayout(s).row());
    const int64_t gradients_size = longest * s.width * rounded_up(s.outputs, columns), sums_size = arranged_size(s);
    const at::Tensor memory = at::empty({threads * (rows_size + gradients_size)}, at::kFloat);
    const at::Tensor sums_memory = at::empty({threads * sums_size}, at::kFloat);
    float* const scratch = memory.data_ptr<float>();
    float* const sums = sums_memory.data_ptr<float>();
#pragma omp parallel num_threads(threads)
    {
        float* const own = scratch + omp_get_thread_num() * (rows_size + gradients_size);
        float* const own_sums = sums + omp_get_thread_num() * sums_size;
        std::fill_n(own_sums, sums_size, 0.0f);
#pragma omp for schedule(static)
        for (size_t i = 0; i < strips.size(); i++) {
            avx2::read_rows(s, strips[i], values, own);
            avx2::read_gradients(s, strips[i], gradients, own + rows_size);
            avx2::add_row_products(s, strips[i], own, own + rows_size, own_sums);
        }

#pragma omp for schedule(static)
        for (int64_t o = 0; o < s.outputs; o += columns) avx2::sum_products(s, sums, omp_get_num_threads(), sums_size, o, to);
    }
}

}  // namespace vst::convolution::direct
