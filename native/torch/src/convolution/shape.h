// A convolution with stride 1 whose outputs are as large as its inputs.
#pragma once

#include <algorithm>
#include <cstdint>

namespace vst::convolution {

// Values lie as planes: inputs [pictures, inputs, height, width], outputs likewise, kernels [outputs, inputs, side, side], side odd.
struct Shape {
    int64_t pictures, inputs, outputs, height, width, side, dilation;

    int64_t taps() const { return side * side; }
    int64_t padding() const { return side / 2 * dilation; }

    // That of the gradient of the inputs: kernels are turned by half a circle, and inputs and outputs change places.
    Shape back() const { return {pictures, outputs, inputs, height, width, side, dilation}; }
};

// Kernels as they lie in memory, or turned by half a circle: floats from an output's to the next one's, and from an input's.
struct Kernels {
    const float* values;
    int64_t output_step, input_step;
    bool turned;

    static Kernels of(const float* values, const Shape& s) { return {values, s.inputs * s.taps(), s.taps(), false}; }
    static Kernels turned_of(const float* values, const Shape& s) { return {values, s.taps(), s.inputs * s.taps(), true}; }
};

inline int64_t quotient_up(int64_t count, int64_t by) { return (count + by - 1) / by; }
inline int64_t rounded_up(int64_t count, int64_t to) { return quotient_up(count, to) * to; }

// Rounded so that what follows begins at a cache line of its own.
inline int64_t line(int64_t floats) { return rounded_up(floats, 16); }

}  // namespace vst::convolution
