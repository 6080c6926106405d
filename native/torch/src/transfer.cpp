#include "common.h"

namespace {

// Host memory seen as a tensor, after a check that it holds exactly the elements of one of this shape and type.
at::Tensor over_host_memory(const void* data, int64_t bytes, at::IntArrayRef shape, at::ScalarType type) {
    const int64_t expected = c10::multiply_integers(shape) * static_cast<int64_t>(c10::elementSize(type));
    if (bytes != expected) {
        throw std::invalid_argument("expected " + std::to_string(expected) + " bytes, got " + std::to_string(bytes));
    }
    if (data == nullptr && bytes > 0) {
        throw std::invalid_argument("expected host memory, got null");
    }
    return at::from_blob(const_cast<void*>(data), shape, at::TensorOptions(type));
}

}  // namespace

int32_t vst_from_data(const void* data, int64_t bytes, const int64_t* shape, int32_t dimensions, int32_t scalar_type, vst_tensor** out) {
    return vst::guard([&] {
        const at::Tensor source = over_host_memory(data, bytes, vst::integers(shape, dimensions), vst::scalar_type(scalar_type));
        vst::put(out, source.clone());
    });
}

int32_t vst_copy_to_host(const vst_tensor* tensor, void* data, int64_t bytes) {
    return vst::guard([&] {
        const at::Tensor source = vst::get(tensor).detach();
        over_host_memory(data, bytes, source.sizes(), source.scalar_type()).copy_(source);
    });
}

int32_t vst_copy_from_host(vst_tensor* tensor, const void* data, int64_t bytes) {
    return vst::guard([&] {
        at::Tensor& target = vst::get(tensor);
        target.copy_(over_host_memory(data, bytes, target.sizes(), target.scalar_type()));
    });
}

int32_t vst_copy_(vst_tensor* tensor, const vst_tensor* source, int32_t non_blocking) {
    return vst::guard([&] { vst::get(tensor).copy_(vst::get(source), non_blocking != 0); });
}

int32_t vst_to_type(const vst_tensor* tensor, int32_t scalar_type, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, vst::get(tensor).to(vst::scalar_type(scalar_type))); });
}

int32_t vst_to_device(const vst_tensor* tensor, int32_t device_kind, int32_t device_index, int32_t non_blocking, vst_tensor** out) {
    return vst::guard([&] {
        const at::Tensor& t = vst::get(tensor);
        vst::put(out, t.to(vst::device(device_kind, device_index), t.scalar_type(), non_blocking != 0));
    });
}

int32_t vst_contiguous(const vst_tensor* tensor, int32_t memory_format, vst_tensor** out) {
    return vst::guard([&] { vst::put(out, vst::get(tensor).contiguous(vst::memory_format(memory_format))); });
}

int32_t vst_clone(const vst_tensor* tensor, int32_t memory_format, vst_tensor** out) {
    return vst::guard([&] {
        const auto format = memory_format < 0 ? at::MemoryFormat::Preserve : vst::memory_format(memory_format);
        vst::put(out, vst::get(tensor).clone(format));
    });
}
