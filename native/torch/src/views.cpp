#include "common.h"

int32_t vst_view(const vst_tensor* tensor, const int64_t* shape, int32_t dimensions, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, vst::get(tensor).view(vst::integers(shape, dimensions))); });
}

int32_t vst_reshape(const vst_tensor* tensor, const int64_t* shape, int32_t dimensions, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, vst::get(tensor).reshape(vst::integers(shape, dimensions))); });
}

int32_t vst_slice(const vst_tensor* tensor, int64_t dim, int64_t start, int64_t end, int64_t step, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, vst::get(tensor).slice(dim, start, end, step)); });
}

int32_t vst_narrow(const vst_tensor* tensor, int64_t dim, int64_t start, int64_t length, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, vst::get(tensor).narrow(dim, start, length)); });
}

int32_t vst_select(const vst_tensor* tensor, int64_t dim, int64_t index, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, vst::get(tensor).select(dim, index)); });
}

int32_t vst_index_select(const vst_tensor* tensor, int64_t dim, const vst_tensor* index, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, vst::get(tensor).index_select(dim, vst::get(index))); });
}

int32_t vst_squeeze(const vst_tensor* tensor, int64_t dim, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, vst::get(tensor).squeeze(dim)); });
}

int32_t vst_unsqueeze(const vst_tensor* tensor, int64_t dim, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, vst::get(tensor).unsqueeze(dim)); });
}

int32_t vst_permute(const vst_tensor* tensor, const int64_t* dims, int32_t count, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, vst::get(tensor).permute(vst::integers(dims, count))); });
}

int32_t vst_transpose(const vst_tensor* tensor, int64_t dim0, int64_t dim1, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, vst::get(tensor).transpose(dim0, dim1)); });
}

int32_t vst_flatten(const vst_tensor* tensor, int64_t start_dim, int64_t end_dim, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, vst::get(tensor).flatten(start_dim, end_dim)); });
}

int32_t vst_expand(const vst_tensor* tensor, const int64_t* shape, int32_t dimensions, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, vst::get(tensor).expand(vst::integers(shape, dimensions))); });
}

int32_t vst_flip(const vst_tensor* tensor, const int64_t* dims, int32_t count, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, vst::get(tensor).flip(vst::integers(dims, count))); });
}

int32_t vst_detach(const vst_tensor* tensor, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, vst::get(tensor).detach()); });
}

int32_t vst_cat(const vst_tensor* const* tensors, int32_t count, int64_t dim, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::cat(vst::get_list(tensors, count), dim)); });
}

int32_t vst_stack(const vst_tensor* const* tensors, int32_t count, int64_t dim, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, at::stack(vst::get_list(tensors, count), dim)); });
}
