#include "convolution.h"

#include "direct.h"
#include "videoseg/winograd.h"
#include "winograd.h"

#include <torch/csrc/autograd/custom_function.h>

#include <cstdlib>
#include <cstring>

namespace vst::convolution {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

Shape shape_of(const at::Tensor& x, const at::Tensor& weight, int64_t dilation) {
    return {x.size(0), x.size(1), weight.size(0), x.size(2), x.size(3), weight.size(2), dilation};
}

// In small pictures tiles hang over the edges.
bool suits_winograd(const Shape& s) {
    namespace w = videoseg::winograd;
    const int64_t tiles = quotient_up(s.height, w::side) * quotient_up(s.width, w::side);
    return s.side == w::kernel && s.dilation == 1 && s.inputs % w::columns == 0 && s.outputs % w::columns == 0
        && 2 * tiles * w::points <= s.taps() * s.height * s.width;
}

void run(const Shape& s, const float* values, const Kernels& kernels, const float* bias, float* to) {
    (suits_winograd(s) ? winograd::convolve : direct::convolve)(s, values, kernels, bias, to);
}

struct Convolution : torch::autograd::Function<Convolution> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x, const at::Tensor& weight, const compat::Optional<at::Tensor>& bias,
                              int64_t dilation) {
        const Shape s = shape_of(x, weight, dilation);
        const at::Tensor kernels = weight.contiguous();
        const at::Tensor offsets = bias.has_value() ? bias->contiguous() : at::Tensor();
        at::Tensor y = at::empty({s.pictures, s.outputs, s.height, s.width}, x.options());
        run(s, x.data_ptr<float>(), Kernels::of(kernels.data_ptr<float>(), s), offsets.defined() ? offsets.data_ptr<float>() : nullptr, y.data_ptr<float>());
        context->save_for_backward({x, weight});
        context->saved_data["dilation"] = dilation;
        context->saved_data["of_x"] = x.requires_grad();
        context->saved_data["of_weight"] = weight.requires_grad();
        context->saved_data["of_bias"] = bias.has_value() && bias->requires_grad();
        return y;
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const variable_list saved = context->get_saved_variables();
        const at::Tensor& x = saved[0];
        const at::Tensor kernels = saved[1].contiguous();
        const at::Tensor gradient = gradients[0].contiguous();
        const Shape s = shape_of(x, kernels, context->saved_data["dilation"].toInt());
        at::Tensor of_x, of_kernels, of_bias;
        if (context->saved_data["of_x"].toBool()) {
            of_x = at::empty_like(x);
            run(s.back(), gradient.data_ptr<float>(), Kernels::turned_of(kernels.data_ptr<float>(), s), nullptr, of_x.data_ptr<float>());
        }
        if (context->saved_data["of_weight"].toBool()) {
            of_kernels = at::empty_like(kernels);
            (suits_winograd(s) ? winograd::gradients_of_kernels : direct::gradients_of_kernels)(s, x.data_ptr<float>(), gradient.data_ptr<float>(),
                                                                                                 of_kernels.data_ptr<float>());
        }
        if (context->saved_data["of_bias"].toBool()) {
            of_bias = gradient.sum(at::IntArrayRef{0, 2, 3});
        }
        return {of_x, of_kernels, of_bias, at::Tensor()};
    }
};

bool are_floats_here(const at::Tensor& t) { return t.device().is_cpu() && t.scalar_type() == at::kFloat && t.dim() == 4 && t.numel() > 0; }

// With AVX-512 it was not measured; there only where libtorch, too, is told to do without.
bool has_avx2_alone() {
    static const bool has = [] {
        const char* asked = std::getenv("ATEN_CPU_CAPABILITY");
        const bool is_lowered = asked != nullptr && std::strcmp(asked, "avx2") == 0;
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && (is_lowered || !__builtin_cpu_supports("avx512f"));
    }();
    return has;
}

// Where few pixels share many kernels, arranging these costs more than it saves.
bool are_many_pixels(const at::Tensor& x, const at::Tensor& weight) {
    return x.size(0) * x.size(2) * x.size(3) >= 2 * std::max(weight.size(0), weight.size(1));
}

}  // namespace

bool suits(const at::Tensor& x, const at::Tensor& weight, const Window& window) {
    return has_avx2_alone() && at::GradMode::is_enabled() && (x.requires_grad() || weight.requires_grad()) && are_floats_here(x) && are_floats_here(weight)
        && x.is_contiguous() && weight.size(1) == x.size(1) && weight.size(2) == window.side && weight.size(3) == window.side && window.side % 2 == 1
        && are_many_pixels(x, weight);
}

at::Tensor convolve(const at::Tensor& x, const at::Tensor& weight, const compat::Optional<at::Tensor>& bias, const Window& window) {
    return Convolution::apply(x, weight, bias, window.dilation);
}

}  // namespace vst::convolution
