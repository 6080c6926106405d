#include "common.h"
#include "convolution/convolution.h"

#include <array>

namespace {

using Pair = std::array<int64_t, 2>;

}  // namespace

int32_t vst_conv2d(const vst_tensor* x, const vst_tensor* weight, const vst_tensor* bias, int64_t stride_height, int64_t stride_width,
                   int64_t padding_height, int64_t padding_width, int64_t dilation_height, int64_t dilation_width, int64_t groups,
                   vst_tensor** out) {
    return vst::guard([&] {
        const Pair stride{stride_height, stride_width};
        const Pair padding{padding_height, padding_width};
        const Pair dilation{dilation_height, dilation_width};
        const at::Tensor& w = vst::get(weight);
#ifdef VST_CONVOLUTIONS
        const vst::convolution::Window window{w.dim() == 4 ? w.size(2) : 0, dilation_height};
        const int64_t same = window.side / 2 * window.dilation;
        if (stride == Pair{1, 1} && padding == Pair{same, same} && dilation_width == dilation_height && groups == 1
            && vst::convolution::suits(vst::get(x), w, window)) {
            vst::put(out, vst::convolution::convolve(vst::get(x), w, vst::get_optional(bias), window));
            return;
        }
#endif
        vst::put(out, at::conv2d(vst::get(x), w, vst::get_optional(bias), at::IntArrayRef(stride), at::IntArrayRef(padding),
                                 at::IntArrayRef(dilation), groups));
    });
}

int32_t vst_conv2d_relu(const vst_tensor* x, const vst_tensor* weight, const vst_tensor* bias, const vst_tensor* addend, int64_t stride,
                        int64_t padding, int64_t dilation, int32_t fused, vst_tensor** out) {
    return vst::guard([&] {
        const at::Tensor& t = vst::get(x);
        const at::Tensor& w = vst::get(weight);
        const Pair strides{stride, stride};
        const Pair paddings{padding, padding};
        const Pair dilations{dilation, dilation};
        if (fused == 0) {
            at::Tensor y = at::conv2d(t, w, vst::get_optional(bias), at::IntArrayRef(strides), at::IntArrayRef(paddings), at::IntArrayRef(dilations));
            if (addend != nullptr) {
                y.add_(vst::get(addend));
            }
            vst::put(out, y.relu_());
            return;
        }
        if (!t.is_cuda() || (t.scalar_type() != at::kHalf && t.scalar_type() != at::kBFloat16)) {
            throw vst::Unsupported("fused convolutions are for f16 and bf16 on CUDA devices");
        }
        vst::put(out, addend == nullptr
            ? at::cudnn_convolution_relu(t, w, vst::get_optional(bias), at::IntArrayRef(strides), at::IntArrayRef(paddings),
                                         at::IntArrayRef(dilations), 1)
            : at::cudnn_convolution_add_relu(t, w, vst::get(addend), at::Scalar(1.0), vst::get_optional(bias), at::IntArrayRef(strides),
                                             at::IntArrayRef(paddings), at::IntArrayRef(dilations), 1));
    });
}

int32_t vst_conv_transpose2d(const vst_tensor* x, const vst_tensor* weight, const vst_tensor* bias, int64_t stride, int64_t padding,
                             int64_t output_padding, int64_t groups, int64_t dilation, vst_tensor** out) {
    return vst::guard([&] {
        vst::put(out, at::conv_transpose2d(vst::get(x), vst::get(weight), vst::get_optional(bias), Pair{stride, stride}, Pair{padding, padding},
                                           Pair{output_padding, output_padding}, groups, Pair{dilation, dilation}));
    });
}

int32_t vst_batch_norm(const vst_tensor* x, const vst_tensor* weight, const vst_tensor* bias, vst_tensor* running_mean,
                       vst_tensor* running_var, int32_t training, double momentum, double epsilon, vst_tensor** out) {
    return vst::guard([&] {
        vst::put(out, at::batch_norm(vst::get(x), vst::get_optional(weight), vst::get_optional(bias), vst::get_optional(running_mean),
                                     vst::get_optional(running_var), training != 0, momentum, epsilon, at::globalContext().userEnabledCuDNN()));
    });
}

int32_t vst_linear(const vst_tensor* x, const vst_tensor* weight, const vst_tensor* bias, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::linear(vst::get(x), vst::get(weight), vst::get_optional(bias))); });
}

int32_t vst_max_pool2d(const vst_tensor* x, int64_t kernel, int64_t stride, int64_t padding, vst_tensor** out) {
    return vst::guard([&] {
        vst::put(out, at::max_pool2d(vst::get(x), Pair{kernel, kernel}, Pair{stride, stride}, Pair{padding, padding}));
    });
}

int32_t vst_avg_pool2d(const vst_tensor* x, int64_t kernel, int64_t stride, int64_t padding, vst_tensor** out) {
    return vst::guard([&] {
        vst::put(out, at::avg_pool2d(vst::get(x), Pair{kernel, kernel}, Pair{stride, stride}, Pair{padding, padding}));
    });
}

int32_t vst_adaptive_avg_pool2d(const vst_tensor* x, int64_t height, int64_t width, vst_tensor** out) {
    return vst::guard([&] {
        const at::Tensor& t = vst::get(x);
        const bool global = height == 1 && width == 1 && t.dim() == 4;
        vst::put(out, global ? vst::mean(t, {2, 3}, true) : at::adaptive_avg_pool2d(t, Pair{height, width}));
    });
}

int32_t vst_interpolate_nearest(const vst_tensor* x, int64_t height, int64_t width, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::upsample_nearest2d(vst::get(x), at::IntArrayRef(Pair{height, width}))); });
}

int32_t vst_interpolate_bilinear(const vst_tensor* x, int64_t height, int64_t width, int32_t align_corners, int32_t antialias,
                                 vst_tensor** out) {
    return vst::guard([&] {
        const Pair size{height, width};
        const at::Tensor& t = vst::get(x);
        vst::put(out, antialias != 0 ? at::_upsample_bilinear2d_aa(t, at::IntArrayRef(size), align_corners != 0)
                                     : at::upsample_bilinear2d(t, at::IntArrayRef(size), align_corners != 0));
    });
}

int32_t vst_pad(const vst_tensor* x, const int64_t* padding, int32_t count, int32_t mode, double value, vst_tensor** out) {
    return vst::guard([&] {
        const at::IntArrayRef amounts = vst::integers(padding, count);
        switch (mode) {
            case VST_PAD_CONSTANT: vst::put(out, at::constant_pad_nd(vst::get(x), amounts, value)); break;
            case VST_PAD_REFLECT: vst::put(out, at::reflection_pad2d(vst::get(x), amounts)); break;
            case VST_PAD_REPLICATE: vst::put(out, at::replication_pad2d(vst::get(x), amounts)); break;
            default: throw std::invalid_argument("expected a padding mode from 0 to 2, got " + std::to_string(mode));
        }
    });
}

int32_t vst_affine_grid(const vst_tensor* theta, int64_t height, int64_t width, int32_t align_corners, vst_tensor** out) {
    return vst::guard([&] {
        const at::Tensor& t = vst::get(theta);
        const std::array<int64_t, 4> size{t.size(0), 1, height, width};
        vst::put(out, at::affine_grid_generator(t, size, align_corners != 0));
    });
}

int32_t vst_grid_sample(const vst_tensor* x, const vst_tensor* grid, int32_t mode, int32_t outside, int32_t align_corners, vst_tensor** out) {
    // The codes are libtorch's own (GridSamplerInterpolation, GridSamplerPadding).
    return vst::guard([&] { vst::put(out, at::grid_sampler(vst::get(x), vst::get(grid), mode, outside, align_corners != 0)); });
}

int32_t vst_binary_cross_entropy_with_logits(const vst_tensor* x, const vst_tensor* target, int32_t reduction, vst_tensor** out) {
    // The codes of the reductions are libtorch's own (at::Reduction).
    return vst::guard([&] { vst::put(out, at::binary_cross_entropy_with_logits(vst::get(x), vst::get(target), {}, {}, reduction)); });
}

int32_t vst_cross_entropy(const vst_tensor* x, const vst_tensor* target, int32_t reduction, int64_t ignore_index, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::cross_entropy_loss(vst::get(x), vst::get(target), {}, reduction, ignore_index)); });
}
