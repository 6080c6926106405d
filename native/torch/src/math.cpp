#include "common.h"

int32_t vst_add(const vst_tensor* left, const vst_tensor* right, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::add(vst::get(left), vst::get(right))); });
}

int32_t vst_sub(const vst_tensor* left, const vst_tensor* right, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::sub(vst::get(left), vst::get(right))); });
}

int32_t vst_mul(const vst_tensor* left, const vst_tensor* right, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::mul(vst::get(left), vst::get(right))); });
}

int32_t vst_div(const vst_tensor* left, const vst_tensor* right, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::div(vst::get(left), vst::get(right))); });
}

int32_t vst_add_scalar(const vst_tensor* left, double right, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::add(vst::get(left), at::Scalar(right))); });
}

int32_t vst_sub_scalar(const vst_tensor* left, double right, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::sub(vst::get(left), at::Scalar(right))); });
}

int32_t vst_mul_scalar(const vst_tensor* left, double right, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::mul(vst::get(left), at::Scalar(right))); });
}

int32_t vst_div_scalar(const vst_tensor* left, double right, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::div(vst::get(left), at::Scalar(right))); });
}

int32_t vst_rsub_scalar(const vst_tensor* left, double right, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::rsub(vst::get(left), at::Scalar(right))); });
}

int32_t vst_add_(vst_tensor* left, const vst_tensor* right) {
    return vst::guard([&] { vst::get(left).add_(vst::get(right)); });
}

int32_t vst_sub_(vst_tensor* left, const vst_tensor* right) {
    return vst::guard([&] { vst::get(left).sub_(vst::get(right)); });
}

int32_t vst_mul_(vst_tensor* left, const vst_tensor* right) {
    return vst::guard([&] { vst::get(left).mul_(vst::get(right)); });
}

int32_t vst_div_(vst_tensor* left, const vst_tensor* right) {
    return vst::guard([&] { vst::get(left).div_(vst::get(right)); });
}

int32_t vst_add_scalar_(vst_tensor* left, double right) {
    return vst::guard([&] { vst::get(left).add_(at::Scalar(right)); });
}

int32_t vst_sub_scalar_(vst_tensor* left, double right) {
    return vst::guard([&] { vst::get(left).sub_(at::Scalar(right)); });
}

int32_t vst_mul_scalar_(vst_tensor* left, double right) {
    return vst::guard([&] { vst::get(left).mul_(at::Scalar(right)); });
}

int32_t vst_div_scalar_(vst_tensor* left, double right) {
    return vst::guard([&] { vst::get(left).div_(at::Scalar(right)); });
}

int32_t vst_lerp_(vst_tensor* tensor, const vst_tensor* end, double weight) {
    return vst::guard([&] { vst::get(tensor).lerp_(vst::get(end), at::Scalar(weight)); });
}

int32_t vst_clamp_(vst_tensor* tensor, double minimum, double maximum) {
    return vst::guard([&] { vst::get(tensor).clamp_(at::Scalar(minimum), at::Scalar(maximum)); });
}

int32_t vst_relu_(vst_tensor* tensor) {
    return vst::guard([&] { vst::get(tensor).relu_(); });
}

int32_t vst_sigmoid_(vst_tensor* tensor) {
    return vst::guard([&] { vst::get(tensor).sigmoid_(); });
}

int32_t vst_neg(const vst_tensor* tensor, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::neg(vst::get(tensor))); });
}

int32_t vst_abs(const vst_tensor* tensor, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::abs(vst::get(tensor))); });
}

int32_t vst_exp(const vst_tensor* tensor, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::exp(vst::get(tensor))); });
}

int32_t vst_log(const vst_tensor* tensor, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::log(vst::get(tensor))); });
}

int32_t vst_sqrt(const vst_tensor* tensor, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::sqrt(vst::get(tensor))); });
}

int32_t vst_floor(const vst_tensor* tensor, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::floor(vst::get(tensor))); });
}

int32_t vst_round(const vst_tensor* tensor, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::round(vst::get(tensor))); });
}

int32_t vst_relu(const vst_tensor* tensor, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::relu(vst::get(tensor))); });
}

int32_t vst_sigmoid(const vst_tensor* tensor, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::sigmoid(vst::get(tensor))); });
}

int32_t vst_pow(const vst_tensor* tensor, double exponent, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::pow(vst::get(tensor), at::Scalar(exponent))); });
}

int32_t vst_clamp(const vst_tensor* tensor, double minimum, double maximum, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::clamp(vst::get(tensor), at::Scalar(minimum), at::Scalar(maximum))); });
}

int32_t vst_softmax(const vst_tensor* tensor, int64_t dim, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::softmax(vst::get(tensor), dim)); });
}

int32_t vst_log_softmax(const vst_tensor* tensor, int64_t dim, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::log_softmax(vst::get(tensor), dim)); });
}

int32_t vst_matmul(const vst_tensor* left, const vst_tensor* right, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::matmul(vst::get(left), vst::get(right))); });
}

int32_t vst_addcmul(const vst_tensor* tensor, const vst_tensor* left, const vst_tensor* right, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::addcmul(vst::get(tensor), vst::get(left), vst::get(right))); });
}
