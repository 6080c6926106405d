#include "common.h"

int32_t vst_eq_scalar(const vst_tensor* left, double right, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::eq(vst::get(left), at::Scalar(right))); });
}

int32_t vst_ne_scalar(const vst_tensor* left, double right, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::ne(vst::get(left), at::Scalar(right))); });
}

int32_t vst_gt_scalar(const vst_tensor* left, double right, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::gt(vst::get(left), at::Scalar(right))); });
}

int32_t vst_ge_scalar(const vst_tensor* left, double right, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::ge(vst::get(left), at::Scalar(right))); });
}

int32_t vst_lt_scalar(const vst_tensor* left, double right, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::lt(vst::get(left), at::Scalar(right))); });
}

int32_t vst_le_scalar(const vst_tensor* left, double right, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::le(vst::get(left), at::Scalar(right))); });
}

int32_t vst_eq(const vst_tensor* left, const vst_tensor* right, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::eq(vst::get(left), vst::get(right))); });
}

int32_t vst_maximum(const vst_tensor* left, const vst_tensor* right, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::maximum(vst::get(left), vst::get(right))); });
}

int32_t vst_minimum(const vst_tensor* left, const vst_tensor* right, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::minimum(vst::get(left), vst::get(right))); });
}

int32_t vst_logical_and(const vst_tensor* left, const vst_tensor* right, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::logical_and(vst::get(left), vst::get(right))); });
}

int32_t vst_logical_or(const vst_tensor* left, const vst_tensor* right, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::logical_or(vst::get(left), vst::get(right))); });
}

int32_t vst_isfinite(const vst_tensor* tensor, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::isfinite(vst::get(tensor))); });
}

int32_t vst_all(const vst_tensor* tensor, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::all(vst::get(tensor))); });
}

int32_t vst_any(const vst_tensor* tensor, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::any(vst::get(tensor))); });
}

int32_t vst_logical_not(const vst_tensor* tensor, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::logical_not(vst::get(tensor))); });
}

int32_t vst_where(const vst_tensor* condition, const vst_tensor* left, const vst_tensor* right, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::where(vst::get(condition), vst::get(left), vst::get(right))); });
}

