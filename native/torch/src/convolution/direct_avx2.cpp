#include "direct_avx2.h"

#include "planes_avx2.h"

namespace vst::convolution::avx2 {

namespace {

using videoseg::winograd::columns;
using videoseg::winograd::multiply;
constexpr int64_t at_once = videoseg::winograd::rows;

Planes planes_of(const Shape& s, int64_t channels, int64_t channel) { return {std::min(block, channels - channel), s.height, s.width}; }

int64_t first_of(const Shape& s, const RowStrip& strip, int64_t channels, int64_t channel) {
    return (strip.picture * channels + channel) * s.height * s.width;
}

// Whether the row that a tap reads for output i of a strip lies in the picture.
bool is_inside(const Shape& s, const RowStrip& strip, int64_t i, int64_t tap_row) {
    const int64_t y = strip.top + (i + tap_row) * s.dilation - s.padding();
    return y >= 0 && y < s.height;
}

}  // namespace

void arrange_kernels(const Shape& s, const Kernels& kernels, int64_t from, float* to) {
    const int64_t depth = RowLayout(s).depth, taps = s.taps();
    float* panel = to + from / columns * taps * depth * columns;
    for (int64_t tap = 0; tap < taps; tap++) {
        for (int64_t c = 0; c < depth; c++, panel += columns) {
            for (int64_t i = 0; i < columns; i++) {
                const bool is_there = c < s.inputs && from + i < s.outputs;
                const float* kernel = kernels.values + (from + i) * kernels.output_step + c * kernels.input_step;
                panel[i] = is_there ? kernel[kernels.turned ? taps - 1 - tap : tap] : 0.0f;
            }
        }
    }
}

void read_rows(const Shape& s, const RowStrip& strip, const float* values, float* to) {
    const RowLayout layout(s);
    for (int64_t r = 0; r < strip.count + s.side - 1; r++) {
        for (int64_t c = 0; c < layout.depth; c += block) {
            read_row(values + first_of(s, strip, s.inputs, c), planes_of(s, s.inputs, c), strip.top + r * s.dilation - s.padding(), -s.padding(),
                     layout.across - s.padding(), to + r * layout.row() + c, layout.depth);
        }
    }
}

void convolve_rows(const Shape& s, const RowStrip& strip, const float* rows, const float* kernels, const float* bias, float* sums, float* to) {
    const RowLayout layout(s);
    const int64_t panel = layout.depth * columns;
    for (int64_t o = 0; o < s.outputs; o += columns) {
        alignas(32) float offset[columns] = {};
        if (bias != nullptr) std::copy_n(bias + o, std::min(columns, s.outputs - o), offset);
        for (int64_t i = 0; i < strip.count; i++) {
            for (int64_t x = 0; x < s.width; x += at_once) {
                float* sum = sums + x * columns;
                for (int64_t n = 0; n < at_once; n++) std::copy_n(offset, columns, sum + n * columns);
                for (int64_t tap = 0; tap < s.taps(); tap++) {
                    if (!is_inside(s, strip, i, tap / s.side)) continue;
                    const float* from = rows + (i + tap / s.side) * layout.row() + (x + tap % s.side * s.dilation) * layout.depth;
                    multiply<at_once, true>(from, layout.depth, 1, kernels + (o * s.taps() / columns + tap) * panel, columns, layout.depth, sum, columns);
                }
            }

            for (int64_t c = o; c < std::min(o + columns, s.outputs); c += block) {
                write_row(sums + c - o, columns, s.width, to + first_of(s, strip, s.outputs, c), planes_of(s, s.outputs, c), strip.top + i * s.dilation, 0);
            }
        }
    }
}

void read_gradients(const Shape& s, const RowStrip& strip, const float* gradients, float* to) {
    for (int64_t o = 0; o < rounded_up(s.outputs, columns); o += block) {
        for (int64_t i = 0; i < strip.count; i++) {
            float* row = to + (o / columns * strip.count + i) * s.width * columns + o % columns;
            if (o < s.outputs) {
                read_row(gradients + first_of(s, strip, s.outputs, o), planes_of(s, s.outputs, o), strip.top + i * s.dilation, 0, s.width, row, columns);
            } else {
                for (int64_t x = 0; x < s.width; x++) put(row + x * columns, Lanes{});
            }
        }
    }
}

void add_row_products(const Shape& s, const RowStrip& strip, const float* rows, const float* gradients, float* products) {
    constexpr int64_t channels = block / 2;
    const RowLayout layout(s);
    for (int64_t o = 0; o < s.outputs; o += columns) {
        for (int64_t tap = 0; tap < s.taps(); tap++) {
            float* sums = products + (o / columns * s.taps() + tap) * layout.depth * columns;
            for (int64_t c = 0; c < layout.depth; c += channels) {
                for (int64_t i = 0; i < strip.count; i++) {
                    if (!is_inside(s, strip, i, tap / s.side)) continue;
                    const float* from = rows + (i + tap / s.side) * layout.row() + tap % s.side * s.dilation * layout.depth + c;
                    multiply<channels, true>(from, 1, layout.depth, gradients + (o / columns * strip.count + i) * s.width * columns, columns, s.width,
                                             sums + c * columns, columns);
                }
            }
        }
    }
}

void sum_products(const Shape& s, const float* products, int64_t count, int64_t step, int64_t from, float* to) {
    const int64_t depth = RowLayout(s).depth, taps = s.taps();
    for (int64_t i = 0; i < std::min(columns, s.outputs - from); i++) {
        for (int64_t c = 0; c < s.inputs; c++) {
            for (int64_t tap = 0; tap < taps; tap++) {
                const float* sum = products + ((from / columns * taps + tap) * depth + c) * columns + i;
                float all = 0;
                for (int64_t n = 0; n < count; n++) all += sum[n * step];
                to[((from + i) * s.inputs + c) * taps + tap] = all;
            }
        }
    }
}

}  // namespace vst::convolution::avx2
