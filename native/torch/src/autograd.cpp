#include "common.h"

#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>

int32_t vst_requires_grad(const vst_tensor* tensor, int32_t* requires_grad) {
    return vst::guard([&] { vst::out_pointer(requires_grad) = vst::get(tensor).requires_grad() ? 1 : 0; });
}

int32_t vst_set_requires_grad(vst_tensor* tensor, int32_t requires_grad) {
    return vst::guard([&] { vst::get(tensor).requires_grad_(requires_grad != 0); });
}

int32_t vst_grad(const vst_tensor* tensor, vst_tensor** out) {
    return vst::guard([&] {
        const at::Tensor gradient = vst::get(tensor).grad();
        vst::out_pointer(out) = nullptr;
        if (gradient.defined()) {
            vst::put(out, gradient);
        }
    });
}

int32_t vst_set_grad(vst_tensor* tensor, const vst_tensor* gradient) {
    return vst::guard([&] { vst::get(tensor).mutable_grad() = gradient == nullptr ? at::Tensor() : vst::get(gradient); });
}

int32_t vst_backward(const vst_tensor* tensor, const vst_tensor* gradient) {
    return vst::guard([&] { vst::get(tensor).backward(gradient == nullptr ? at::Tensor() : vst::get(gradient)); });
}

int32_t vst_set_grad_mode(int32_t enabled, int32_t* previous) {
    return vst::guard([&] {
        vst::out_pointer(previous) = c10::GradMode::is_enabled() ? 1 : 0;
        c10::GradMode::set_enabled(enabled != 0);
    });
}

int32_t vst_inference_mode_enter(void** guard) {
    return vst::guard([&] { vst::out_pointer(guard) = new c10::InferenceMode(true); });
}

int32_t vst_inference_mode_exit(void* guard) {
    return vst::guard([&] { delete static_cast<c10::InferenceMode*>(guard); });
}
