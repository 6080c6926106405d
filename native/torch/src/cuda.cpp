// Everything that needs the CUDA side of libtorch. Without it each function says so; callers need no second build.
#include "common.h"

#ifdef VST_WITH_CUDA

// Before CUDAGraph.h, whose members depend on the version that it tells.
#include <cuda.h>

#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAException.h>
#include <c10/cuda/CUDAFunctions.h>
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>
#include <cuda_runtime_api.h>

#include <memory>
#include <mutex>

struct vst_cuda_stream {
    c10::cuda::CUDAStream stream;
};

struct vst_cuda_event {
    int32_t device;
    cudaEvent_t event;
};

struct vst_cuda_graph {
    int32_t device;
    at::cuda::CUDAGraph graph;
};

namespace {

template <class Handle>
Handle& checked(Handle* handle) {
    if (handle == nullptr) {
        throw std::invalid_argument("expected a stream, an event or a graph, got a null handle");
    }
    return *handle;
}

// For what works only once libtorch has made its CUDA context, which the first CUDA tensor makes it do.
template <class Body>
int32_t with_cuda(Body&& body) noexcept {
    return vst::guard([&] {
        if (!at::hasCUDA()) {
            throw vst::Unsupported(vst::no_cuda);
        }
        static std::once_flag initialised;
        std::call_once(initialised, [] { at::empty({0}, at::TensorOptions(at::kCUDA)); });
        body();
    });
}

c10::DeviceIndex index_of(int32_t device) {
    return static_cast<c10::DeviceIndex>(device);
}

bool done(cudaError_t status) {
    if (status == cudaErrorNotReady) {
        (void)cudaGetLastError();
        return false;
    }
    C10_CUDA_CHECK(status);
    return true;
}

}  // namespace

int32_t vst_cuda_is_built(int32_t* built) {
    return vst::guard([&] { vst::out_pointer(built) = 1; });
}

int32_t vst_cuda_device_count(int32_t* count) {
    return vst::guard([&] { vst::out_pointer(count) = static_cast<int32_t>(c10::cuda::device_count()); });
}

int32_t vst_cuda_device_name(int32_t device, char* buffer, int32_t capacity) {
    return with_cuda([&] {
        cudaDeviceProp properties{};
        C10_CUDA_CHECK(cudaGetDeviceProperties(&properties, device));
        vst::copy_text(properties.name, buffer, capacity);
    });
}

int32_t vst_cuda_versions(int32_t* driver, int32_t* runtime) {
    return vst::guard([&] {
        C10_CUDA_CHECK(cudaDriverGetVersion(&vst::out_pointer(driver)));
        C10_CUDA_CHECK(cudaRuntimeGetVersion(&vst::out_pointer(runtime)));
    });
}

int32_t vst_cuda_memory(int32_t device, int64_t* free_bytes, int64_t* total_bytes, int64_t* allocated_bytes, int64_t* reserved_bytes) {
    return with_cuda([&] {
        const c10::cuda::CUDAGuard on_device(index_of(device));
        size_t free_now = 0;
        size_t total = 0;
        C10_CUDA_CHECK(cudaMemGetInfo(&free_now, &total));
        vst::out_pointer(free_bytes) = static_cast<int64_t>(free_now);
        vst::out_pointer(total_bytes) = static_cast<int64_t>(total);
        // Index 0 of a statistic is the sum over the allocator's pools.
        const auto statistics = c10::cuda::CUDACachingAllocator::getDeviceStats(index_of(device));
        vst::out_pointer(allocated_bytes) = statistics.allocated_bytes[0].current;
        vst::out_pointer(reserved_bytes) = statistics.reserved_bytes[0].current;
    });
}

int32_t vst_cuda_empty_cache(void) {
    return with_cuda([&] { c10::cuda::CUDACachingAllocator::emptyCache(); });
}

int32_t vst_cuda_synchronize(int32_t device) {
    return with_cuda([&] {
        const c10::cuda::CUDAGuard on_device(index_of(device));
        c10::cuda::device_synchronize();
    });
}

int32_t vst_cuda_set_cudnn_benchmark(int32_t enabled) {
    return vst::guard([&] { at::globalContext().setBenchmarkCuDNN(enabled != 0); });
}

int32_t vst_cuda_allow_tf32(int32_t allowed) {
    return vst::guard([&] {
        at::globalContext().setAllowTF32CuDNN(allowed != 0);
        at::globalContext().setAllowTF32CuBLAS(allowed != 0);
    });
}

int32_t vst_pin_memory(const vst_tensor* tensor, vst_tensor** out) {
    return with_cuda([&] { vst::put(out, vst::get(tensor).pin_memory()); });
}

int32_t vst_is_pinned(const vst_tensor* tensor, int32_t* pinned) {
    return vst::guard([&] { vst::out_pointer(pinned) = vst::get(tensor).is_pinned() ? 1 : 0; });
}

int32_t vst_cuda_stream_create(int32_t device, int32_t high_priority, vst_cuda_stream** out) {
    return with_cuda([&] {
        vst::out_pointer(out) = new vst_cuda_stream{c10::cuda::getStreamFromPool(high_priority != 0, index_of(device))};
    });
}

int32_t vst_cuda_stream_current(int32_t device, vst_cuda_stream** out) {
    return with_cuda([&] { vst::out_pointer(out) = new vst_cuda_stream{c10::cuda::getCurrentCUDAStream(index_of(device))}; });
}

int32_t vst_cuda_stream_free(vst_cuda_stream* stream) {
    return vst::guard([&] { delete stream; });
}

int32_t vst_cuda_stream_set_current(const vst_cuda_stream* stream) {
    return vst::guard([&] { c10::cuda::setCurrentCUDAStream(checked(stream).stream); });
}

int32_t vst_cuda_stream_synchronize(const vst_cuda_stream* stream) {
    return vst::guard([&] { checked(stream).stream.synchronize(); });
}

int32_t vst_cuda_stream_query(const vst_cuda_stream* stream, int32_t* done) {
    return vst::guard([&] { vst::out_pointer(done) = checked(stream).stream.query() ? 1 : 0; });
}

int32_t vst_cuda_stream_pointer(const vst_cuda_stream* stream, void** pointer) {
    return vst::guard([&] { vst::out_pointer(pointer) = checked(stream).stream.stream(); });
}

int32_t vst_cuda_record_stream(const vst_tensor* tensor, const vst_cuda_stream* stream) {
    return vst::guard([&] {
        at::Tensor used = vst::get(tensor);
        used.record_stream(checked(stream).stream.unwrap());
    });
}

int32_t vst_cuda_event_create(int32_t device, int32_t timing, int32_t blocking, vst_cuda_event** out) {
    return with_cuda([&] {
        const c10::cuda::CUDAGuard on_device(index_of(device));
        auto event = std::make_unique<vst_cuda_event>(vst_cuda_event{device, nullptr});
        const unsigned int flags = (timing != 0 ? cudaEventDefault : cudaEventDisableTiming) | (blocking != 0 ? cudaEventBlockingSync : cudaEventDefault);
        C10_CUDA_CHECK(cudaEventCreateWithFlags(&event->event, flags));
        vst::out_pointer(out) = event.release();
    });
}

int32_t vst_cuda_event_free(vst_cuda_event* event) {
    return vst::guard([&] {
        if (event != nullptr) {
            const std::unique_ptr<vst_cuda_event> owner(event);
            C10_CUDA_CHECK(cudaEventDestroy(owner->event));
        }
    });
}

int32_t vst_cuda_event_record(vst_cuda_event* event, const vst_cuda_stream* stream) {
    return vst::guard([&] {
        const c10::cuda::CUDAGuard on_device(index_of(checked(event).device));
        C10_CUDA_CHECK(cudaEventRecord(event->event, checked(stream).stream.stream()));
    });
}

int32_t vst_cuda_event_wait(const vst_cuda_event* event, const vst_cuda_stream* stream) {
    return vst::guard([&] {
        const c10::cuda::CUDAGuard on_device(checked(stream).stream.device_index());
        C10_CUDA_CHECK(cudaStreamWaitEvent(stream->stream.stream(), checked(event).event, 0));
    });
}

int32_t vst_cuda_event_synchronize(const vst_cuda_event* event) {
    return vst::guard([&] { C10_CUDA_CHECK(cudaEventSynchronize(checked(event).event)); });
}

int32_t vst_cuda_event_query(const vst_cuda_event* event, int32_t* finished) {
    return vst::guard([&] { vst::out_pointer(finished) = done(cudaEventQuery(checked(event).event)) ? 1 : 0; });
}

int32_t vst_cuda_event_elapsed(const vst_cuda_event* start, const vst_cuda_event* end, float* milliseconds) {
    return vst::guard([&] {
        C10_CUDA_CHECK(cudaEventElapsedTime(&vst::out_pointer(milliseconds), checked(start).event, checked(end).event));
    });
}

int32_t vst_cuda_graph_create(int32_t device, vst_cuda_graph** out) {
    return with_cuda([&] {
        int runtime = 0;
        C10_CUDA_CHECK(cudaRuntimeGetVersion(&runtime));
        if (runtime / 1000 != CUDA_VERSION / 1000) {
            // The layout of libtorch's class follows the headers: another one would not fail, but write over other memory.
            throw vst::Unsupported("expected a build with the headers of CUDA " + std::to_string(runtime / 1000) + ", which this libtorch uses, found those of CUDA "
                                   + std::to_string(CUDA_VERSION / 1000) + ": build again with CUDA_HOME or -DVIDEOSEG_CUDA_INCLUDE set to its own");
        }
        const c10::cuda::CUDAGuard on_device(index_of(device));
        auto graph = std::make_unique<vst_cuda_graph>();
        graph->device = device;
        vst::out_pointer(out) = graph.release();
    });
}

int32_t vst_cuda_graph_free(vst_cuda_graph* graph) {
    return vst::guard([&] { delete graph; });
}

int32_t vst_cuda_graph_begin(vst_cuda_graph* graph, const vst_cuda_graph* shares) {
    return vst::guard([&] {
        const c10::cuda::CUDAGuard on_device(index_of(checked(graph).device));
        at::cuda::CUDAGraph* const owner = shares == nullptr ? nullptr : const_cast<at::cuda::CUDAGraph*>(&shares->graph);
        vst::compat::begin_capture(graph->graph, owner, cudaStreamCaptureModeThreadLocal);
    });
}

int32_t vst_cuda_graph_end(vst_cuda_graph* graph) {
    return vst::guard([&] {
        const c10::cuda::CUDAGuard on_device(index_of(checked(graph).device));
        graph->graph.capture_end();
    });
}

int32_t vst_cuda_graph_replay(vst_cuda_graph* graph) {
    return vst::guard([&] {
        const c10::cuda::CUDAGuard on_device(index_of(checked(graph).device));
        graph->graph.replay();
    });
}

#else

namespace {

int32_t not_built() noexcept {
    return vst::fail(VS_UNSUPPORTED, vst::no_cuda);
}

}  // namespace

int32_t vst_cuda_is_built(int32_t* built) {
    return vst::guard([&] { vst::out_pointer(built) = 0; });
}

int32_t vst_cuda_device_count(int32_t* count) {
    return vst::guard([&] { vst::out_pointer(count) = 0; });
}

int32_t vst_is_pinned(const vst_tensor*, int32_t* pinned) {
    return vst::guard([&] { vst::out_pointer(pinned) = 0; });
}

int32_t vst_cuda_device_name(int32_t, char*, int32_t) { return not_built(); }
int32_t vst_cuda_versions(int32_t*, int32_t*) { return not_built(); }
int32_t vst_cuda_memory(int32_t, int64_t*, int64_t*, int64_t*, int64_t*) { return not_built(); }
int32_t vst_cuda_empty_cache(void) { return not_built(); }
int32_t vst_cuda_synchronize(int32_t) { return not_built(); }
int32_t vst_cuda_set_cudnn_benchmark(int32_t) { return not_built(); }
int32_t vst_cuda_allow_tf32(int32_t) { return not_built(); }
int32_t vst_pin_memory(const vst_tensor*, vst_tensor**) { return not_built(); }
int32_t vst_cuda_stream_create(int32_t, int32_t, vst_cuda_stream**) { return not_built(); }
int32_t vst_cuda_stream_current(int32_t, vst_cuda_stream**) { return not_built(); }
int32_t vst_cuda_stream_free(vst_cuda_stream*) { return not_built(); }
int32_t vst_cuda_stream_set_current(const vst_cuda_stream*) { return not_built(); }
int32_t vst_cuda_stream_synchronize(const vst_cuda_stream*) { return not_built(); }
int32_t vst_cuda_stream_query(const vst_cuda_stream*, int32_t*) { return not_built(); }
int32_t vst_cuda_stream_pointer(const vst_cuda_stream*, void**) { return not_built(); }
int32_t vst_cuda_record_stream(const vst_tensor*, const vst_cuda_stream*) { return not_built(); }
int32_t vst_cuda_event_create(int32_t, int32_t, int32_t, vst_cuda_event**) { return not_built(); }
int32_t vst_cuda_event_free(vst_cuda_event*) { return not_built(); }
int32_t vst_cuda_event_record(vst_cuda_event*, const vst_cuda_stream*) { return not_built(); }
int32_t vst_cuda_event_wait(const vst_cuda_event*, const vst_cuda_stream*) { return not_built(); }
int32_t vst_cuda_event_synchronize(const vst_cuda_event*) { return not_built(); }
int32_t vst_cuda_event_query(const vst_cuda_event*, int32_t*) { return not_built(); }
int32_t vst_cuda_event_elapsed(const vst_cuda_event*, const vst_cuda_event*, float*) { return not_built(); }
int32_t vst_cuda_graph_create(int32_t, vst_cuda_graph**) { return not_built(); }
int32_t vst_cuda_graph_free(vst_cuda_graph*) { return not_built(); }
int32_t vst_cuda_graph_begin(vst_cuda_graph*, const vst_cuda_graph*) { return not_built(); }
int32_t vst_cuda_graph_end(vst_cuda_graph*) { return not_built(); }
int32_t vst_cuda_graph_replay(vst_cuda_graph*) { return not_built(); }

#endif
