// Shared by all sources: handles, arguments, and the guard that keeps exceptions inside.
#pragma once

#include "compat.h"
#include "videoseg_torch.h"

#include <stdexcept>

namespace vst {

inline constexpr const char* no_cuda =
    "there is no CUDA device to use: either this build of libvideoseg_torch was made against a libtorch for CPUs, or the driver finds no GPU. "
    "Use the device cpu, or build against a PyTorch with CUDA (CMAKE_PREFIX_PATH) and check nvidia-smi.";

struct Unsupported : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Records the message for the calling thread and returns the status.
int32_t fail(int32_t status, const char* message) noexcept;
// Turns the exception being handled into a status and a message.
int32_t fail_with_current_exception() noexcept;
// Copies text, cut to fit and zero-terminated.
void copy_text(const std::string& text, char* buffer, int32_t capacity);

template <class Body>
int32_t guard(Body&& body) noexcept {
    try {
        body();
        return VS_OK;
    } catch (...) {
        return fail_with_current_exception();
    }
}

template <class T>
T& out_pointer(T* pointer) {
    if (pointer == nullptr) {
        throw std::invalid_argument("expected a pointer for the result, got null");
    }
    return *pointer;
}

inline const at::Tensor& get(const vst_tensor* handle) {
    if (handle == nullptr) {
        throw std::invalid_argument("expected a tensor, got a null handle");
    }
    return *reinterpret_cast<const at::Tensor*>(handle);
}

inline at::Tensor& get(vst_tensor* handle) {
    return const_cast<at::Tensor&>(get(static_cast<const vst_tensor*>(handle)));
}

inline compat::Optional<at::Tensor> get_optional(const vst_tensor* handle) {
    return handle == nullptr ? compat::Optional<at::Tensor>() : compat::Optional<at::Tensor>(get(handle));
}

// A new counted handle.
void put(vst_tensor** out, at::Tensor tensor);

template <class Handle>
std::vector<at::Tensor> get_list(Handle* const* handles, int32_t count) {
    if (handles == nullptr && count > 0) {
        throw std::invalid_argument("expected an array of tensors, got null");
    }
    std::vector<at::Tensor> tensors;
    tensors.reserve(static_cast<size_t>(count));
    for (int32_t i = 0; i < count; ++i) {
        tensors.push_back(get(handles[i]));
    }
    return tensors;
}

inline at::IntArrayRef integers(const int64_t* values, int32_t count) {
    if (count < 0 || (values == nullptr && count > 0)) {
        throw std::invalid_argument("expected an array of integers, got null or a negative length");
    }
    return {values, static_cast<size_t>(count)};
}

// The mean over dimensions, with a cheap gradient (reduce.cpp).
at::Tensor mean(const at::Tensor& tensor, at::IntArrayRef dims, bool keep_dim);

at::ScalarType scalar_type(int32_t code);
int32_t scalar_type_code(at::ScalarType type);
at::MemoryFormat memory_format(int32_t code);
at::Device device(int32_t kind, int32_t index);

}  // namespace vst
