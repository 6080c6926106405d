// Kernels of any odd side and dilation, product by product, for any number of channels.
#pragma once

#include "shape.h"

namespace vst::convolution::direct {

// Outputs of values, with a bias [outputs] or null; or, of turned kernels, the gradient of the inputs.
void convolve(const Shape& s, const float* values, const Kernels& kernels, const float* bias, float* to);

// The gradient of the kernels [outputs, inputs, side, side], from those of the outputs.
void gradients_of_kernels(const Shape& s, const float* values, const float* gradients, float* to);

}  // namespace vst::convolution::direct
