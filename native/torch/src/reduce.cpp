#include "common.h"

namespace {

// No dimensions stand for all of them, which libtorch writes differently from function to function.
std::vector<int64_t> dimensions_of(const at::Tensor& tensor, const int64_t* dims, int32_t count) {
    if (count > 0) {
        return vst::integers(dims, count).vec();
    }
    std::vector<int64_t> all(static_cast<size_t>(tensor.dim()));
    for (size_t i = 0; i < all.size(); ++i) {
        all[i] = static_cast<int64_t>(i);
    }
    return all;
}

}  // namespace

namespace vst {

// Not at::mean: the gradient of a mean is written out to the full size in NCHW order, that of a sum is a view, which makes the way back of
// channels-last pictures five times as fast. A sum of float16 would overflow, so it is kept in float32.
at::Tensor mean(const at::Tensor& tensor, at::IntArrayRef dims, bool keep_dim) {
    int64_t count = 1;
    for (const int64_t dim : dims) {
        count *= tensor.size(dim);
    }
    const at::Scalar divisor(static_cast<double>(count));
    if (tensor.scalar_type() == at::kHalf) {
        return at::div(at::sum(tensor, dims, keep_dim, at::kFloat), divisor).to(at::kHalf);
    }
    TORCH_CHECK(tensor.is_floating_point(), "mean: expected a floating point tensor, got ", tensor.scalar_type());
    return at::div(at::sum(tensor, dims, keep_dim), divisor);
}

}  // namespace vst

int32_t vst_sum(const vst_tensor* tensor, const int64_t* dims, int32_t count, int32_t keep_dim, vst_tensor** out) {
    return vst::guard([&] {
        const at::Tensor& t = vst::get(tensor);
        vst::put(out, at::sum(t, dimensions_of(t, dims, count), keep_dim != 0));
    });
}

int32_t vst_mean(const vst_tensor* tensor, const int64_t* dims, int32_t count, int32_t keep_dim, vst_tensor** out) {
    return vst::guard([&] {
        const at::Tensor& t = vst::get(tensor);
        vst::put(out, vst::mean(t, dimensions_of(t, dims, count), keep_dim != 0));
    });
}

int32_t vst_var(const vst_tensor* tensor, const int64_t* dims, int32_t count, int32_t unbiased, int32_t keep_dim, vst_tensor** out) {
    return vst::guard([&] {
        const at::Tensor& t = vst::get(tensor);
        vst::put(out, at::var(t, at::OptionalIntArrayRef(dimensions_of(t, dims, count)), unbiased != 0, keep_dim != 0));
    });
}

int32_t vst_amax(const vst_tensor* tensor, const int64_t* dims, int32_t count, int32_t keep_dim, vst_tensor** out) {
    return vst::guard([&] {
        const at::Tensor& t = vst::get(tensor);
        vst::put(out, at::amax(t, dimensions_of(t, dims, count), keep_dim != 0));
    });
}

int32_t vst_amin(const vst_tensor* tensor, const int64_t* dims, int32_t count, int32_t keep_dim, vst_tensor** out) {
    return vst::guard([&] {
        const at::Tensor& t = vst::get(tensor);
        vst::put(out, at::amin(t, dimensions_of(t, dims, count), keep_dim != 0));
    });
}

int32_t vst_argmax(const vst_tensor* tensor, int64_t dim, int32_t keep_dim, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::argmax(vst::get(tensor), dim, keep_dim != 0)); });
}

int32_t vst_norm(const vst_tensor* tensor, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::norm(vst::get(tensor))); });
}
