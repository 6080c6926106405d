// How pictures are cut into strips of rows, and what is computed of a strip, product by product.
#pragma once

#include "shape.h"
#include "videoseg/winograd.h"

namespace vst::convolution {

// What lies around the values of a strip: channels lie together, up to a multiple of eight, and rows are so long that outputs can be made six at a time.
struct RowLayout {
    int64_t depth, across;

    explicit RowLayout(const Shape& s)
        : depth(rounded_up(s.inputs, videoseg::winograd::block)), across(rounded_up(s.width, videoseg::winograd::rows) + 2 * s.padding()) {}

    int64_t row() const { return across * depth; }
};

// Rows of outputs of one picture, dilation apart, so that they share the rows they are made of.
struct RowStrip {
    int64_t picture, top, count;
};

}  // namespace vst::convolution

namespace vst::convolution::avx2 {

// Kernels to [outputs / columns (rounded up), taps, depth, columns], zero where there is none, of which those of the outputs in
// [from, from + columns) are written.
void arrange_kernels(const Shape& s, const Kernels& kernels, int64_t from, float* to);

// The rows that a strip's outputs are made of: to [count + side - 1, across, depth].
void read_rows(const Shape& s, const RowStrip& strip, const float* values, float* to);

// The strip's outputs from arranged kernels. sums: room for [width rounded up to six, columns].
void convolve_rows(const Shape& s, const RowStrip& strip, const float* rows, const float* kernels, const float* bias, float* sums, float* to);

// The strip's gradients: to [outputs / columns (rounded up), count, width, columns], zero for outputs that are not there.
void read_gradients(const Shape& s, const RowStrip& strip, const float* gradients, float* to);

// products [outputs / columns (rounded up), taps, depth, columns] += what the strip adds to them.
void add_row_products(const Shape& s, const RowStrip& strip, const float* rows, const float* gradients, float* products);

// Gradients of the kernels of the outputs in [from, from + columns), from count sums of products, step floats apart.
void sum_products(const Shape& s, const float* products, int64_t count, int64_t step, int64_t from, float* to);

}  // namespace vst::convolution::avx2
