// Convolutions to train with, in f32 on processors with AVX2: the way there, the gradient of the inputs and that of the kernels, on planes as libtorch keeps
// them (docs/decisions/0017).
#pragma once

#include "../common.h"

namespace vst::convolution {

// Stride 1 and outputs as large as the inputs.
struct Window {
    int64_t side, dilation;
};

// Whether a convolution is computed here: where gradients are asked for, and where it is faster.
bool suits(const at::Tensor& x, const at::Tensor& weight, const Window& window);

// x [N, C, H, W], weight [O, C, side, side], bias [O] or none; values lie as planes. Can be differentiated once.
at::Tensor convolve(const at::Tensor& x, const at::Tensor& weight, const compat::Optional<at::Tensor>& bias, const Window& window);

}  // namespace vst::convolution
