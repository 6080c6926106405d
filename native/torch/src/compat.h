// What differs between the supported versions of libtorch (1.13, 2.x): this file and no other asks for the version.
#pragma once

#include <ATen/ATen.h>
#include <torch/version.h>

#include <cstring>
#include <string>
#include <vector>

#define VST_TORCH_AT_LEAST(major, minor) (TORCH_VERSION_MAJOR > (major) || (TORCH_VERSION_MAJOR == (major) && TORCH_VERSION_MINOR >= (minor)))

#if VST_TORCH_AT_LEAST(2, 4)
#include <optional>
#else
#include <c10/util/Optional.h>
#endif

namespace vst::compat {

#if VST_TORCH_AT_LEAST(2, 4)
template <class T>
using Optional = std::optional<T>;
#else
template <class T>
using Optional = c10::optional<T>;
#endif

// tensors *= factor, a tensor of one element on their device. 1.13 knows lists of factors only, which would have to be read back first.
inline void multiply_all(const std::vector<at::Tensor>& tensors, const at::Tensor& factor) {
#if VST_TORCH_AT_LEAST(2, 1)
    at::_foreach_mul_(tensors, factor);
#else
    for (const at::Tensor& tensor : tensors) {
        tensor.mul_(factor);
    }
#endif
}

// mode: cudaStreamCaptureModeThreadLocal, so that other threads may do what a recording must not; 1.13 knows the strictest mode only.
template <class Graph, class Mode>
void begin_capture(Graph& graph, Graph* shares, Mode mode) {
    const auto pool = shares == nullptr ? decltype(graph.pool()){0, 0} : shares->pool();
#if VST_TORCH_AT_LEAST(2, 1)
    graph.capture_begin(pool, mode);
#else
    (void)mode;
    graph.capture_begin(pool);
#endif
}

// The CPU allocator has no exception type of its own.
inline bool is_out_of_memory(const c10::Error& error) {
    return dynamic_cast<const c10::OutOfMemoryError*>(&error) != nullptr
        || std::strstr(error.what_without_backtrace(), "DefaultCPUAllocator: ") != nullptr;
}

}  // namespace vst::compat
