#include "common.h"

#include <atomic>

namespace vst {

namespace {
std::atomic<int64_t> live_count{0};
}

void put(vst_tensor** out, at::Tensor tensor) {
    out_pointer(out) = reinterpret_cast<vst_tensor*>(new at::Tensor(std::move(tensor)));
    live_count.fetch_add(1, std::memory_order_relaxed);
}

at::ScalarType scalar_type(int32_t code) {
    switch (code) {
        case VST_UINT8: return at::kByte;
        case VST_INT64: return at::kLong;
        case VST_FLOAT16: return at::kHalf;
        case VST_BFLOAT16: return at::kBFloat16;
        case VST_FLOAT32: return at::kFloat;
        case VST_BOOLEAN: return at::kBool;
        default: throw std::invalid_argument("expected a scalar type from 0 to 5, got " + std::to_string(code));
    }
}

int32_t scalar_type_code(at::ScalarType type) {
    switch (type) {
        case at::kByte: return VST_UINT8;
        case at::kLong: return VST_INT64;
        case at::kHalf: return VST_FLOAT16;
        case at::kBFloat16: return VST_BFLOAT16;
        case at::kFloat: return VST_FLOAT32;
        case at::kBool: return VST_BOOLEAN;
        default: throw Unsupported(std::string("a tensor of type ") + c10::toString(type) + " has no counterpart here");
    }
}

at::MemoryFormat memory_format(int32_t code) {
    switch (code) {
        case VST_CONTIGUOUS: return at::MemoryFormat::Contiguous;
        case VST_CHANNELS_LAST: return at::MemoryFormat::ChannelsLast;
        default: throw std::invalid_argument("expected memory format 0 or 1, got " + std::to_string(code));
    }
}

at::Device device(int32_t kind, int32_t index) {
    switch (kind) {
        case VST_CPU: return at::Device(at::kCPU);
        case VST_CUDA:
            if (!at::hasCUDA()) {
                throw Unsupported(no_cuda);
            }
            return at::Device(at::kCUDA, static_cast<c10::DeviceIndex>(index));
        default: throw std::invalid_argument("expected device kind 0 or 1, got " + std::to_string(kind));
    }
}

}  // namespace vst

int32_t vst_tensor_live_count(int64_t* count) {
    return vst::guard([&] { vst::out_pointer(count) = vst::live_count.load(std::memory_order_relaxed); });
}

int32_t vst_tensor_free(vst_tensor* tensor) {
    return vst::guard([&] {
        if (tensor != nullptr) {
            delete reinterpret_cast<at::Tensor*>(tensor);
            vst::live_count.fetch_sub(1, std::memory_order_relaxed);
        }
    });
}

int32_t vst_tensor_describe(const vst_tensor* tensor, vst_tensor_description* description) {
    return vst::guard([&] {
        const at::Tensor& t = vst::get(tensor);
        vst_tensor_description& d = vst::out_pointer(description);
        if (t.dim() > VST_MAX_DIMENSIONS) {
            throw vst::Unsupported("expected at most 8 dimensions, got " + std::to_string(t.dim()));
        }
        d.scalar_type = vst::scalar_type_code(t.scalar_type());
        d.device_kind = t.is_cuda() ? VST_CUDA : VST_CPU;
        d.device_index = t.is_cuda() ? t.get_device() : 0;
        d.dimensions = static_cast<int32_t>(t.dim());
        d.element_count = t.numel();
        std::copy(t.sizes().begin(), t.sizes().end(), d.sizes);
    });
}

int32_t vst_tensor_is_contiguous(const vst_tensor* tensor, int32_t memory_format, int32_t* contiguous) {
    return vst::guard([&] {
        const at::Tensor& t = vst::get(tensor);
        // libtorch calls only four-dimensional tensors channels-last; asking any other is no mistake.
        const bool known = memory_format == VST_CONTIGUOUS || t.dim() == 4;
        vst::out_pointer(contiguous) = known && t.is_contiguous(vst::memory_format(memory_format)) ? 1 : 0;
    });
}

int32_t vst_tensor_data_pointer(const vst_tensor* tensor, void** pointer) {
    return vst::guard([&] { vst::out_pointer(pointer) = vst::get(tensor).data_ptr(); });
}

int32_t vst_tensor_item(const vst_tensor* tensor, double* value) {
    return vst::guard([&] { vst::out_pointer(value) = vst::get(tensor).item().toDouble(); });
}

int32_t vst_empty(const int64_t* shape, int32_t dimensions, int32_t scalar_type, int32_t device_kind, int32_t device_index,
                  int32_t memory_format, vst_tensor** out) {
    return vst::guard([&] {
        const auto options = at::TensorOptions(vst::scalar_type(scalar_type)).device(vst::device(device_kind, device_index));
        vst::put(out, at::empty(vst::integers(shape, dimensions), options, vst::memory_format(memory_format)));
    });
}

int32_t vst_full(const int64_t* shape, int32_t dimensions, double value, int32_t scalar_type, int32_t device_kind, int32_t device_index,
                 vst_tensor** out) {
    return vst::guard([&] {
        const auto options = at::TensorOptions(vst::scalar_type(scalar_type)).device(vst::device(device_kind, device_index));
        vst::put(out, at::full(vst::integers(shape, dimensions), value, options));
    });
}

int32_t vst_arange(int64_t end, int32_t scalar_type, int32_t device_kind, int32_t device_index, vst_tensor** out) {
    return vst::guard([&] {
        const auto options = at::TensorOptions(vst::scalar_type(scalar_type)).device(vst::device(device_kind, device_index));
        vst::put(out, at::arange(end, options));
    });
}

int32_t vst_fill_(vst_tensor* tensor, double value) {
    return vst::guard([&] { vst::get(tensor).fill_(value); });
}

int32_t vst_zero_(vst_tensor* tensor) {
    return vst::guard([&] { vst::get(tensor).zero_(); });
}
