// One thread for each piece of work; on the host, one after the other.
#pragma once

#include "guard.h"
#include "numbers.h"

#if defined(__CUDACC__)
#include <cuda_runtime.h>

namespace vsc {

void check_cuda(cudaError_t status, const char *what);

// The device of a call, as long as it lasts.
class OnDevice {
public:
    explicit OnDevice(int32_t device)
    {
        check_cuda(cudaGetDevice(&previous_), "asking for the device");
        if (previous_ != device) {
            check_cuda(cudaSetDevice(device), "choosing the device");
            is_changed_ = true;
        }
    }
    ~OnDevice()
    {
        if (is_changed_) {
            (void)cudaSetDevice(previous_);
        }
    }
    OnDevice(const OnDevice &) = delete;
    OnDevice &operator=(const OnDevice &) = delete;

private:
    int previous_ = 0;
    bool is_changed_ = false;
};

template <class Body>
__global__ void for_each(uint32_t count, Body body)
{
    const uint32_t index = blockIdx.x * blockDim.x + threadIdx.x;
    if (index < count) {
        body(index);
    }
}

template <class Body>
void launch(const vsc_queue &queue, uint32_t count, uint32_t threads, const Body &body)
{
    static_assert(sizeof(Body) < 4000, "the arguments of a kernel take 4 KB at most");
    if (count == 0) {
        return;
    }
    const OnDevice device(queue.device);
    (void)cudaGetLastError();
    for_each<<<(count + threads - 1) / threads, threads, 0, static_cast<cudaStream_t>(queue.stream)>>>(count, body);
    check_cuda(cudaGetLastError(), "starting a kernel");
}

}  // namespace vsc

#else

namespace vsc {

template <class Body>
void launch(const vsc_queue &, uint32_t count, uint32_t, const Body &body)
{
    for (uint32_t i = 0; i < count; i++) {
        body(i);
    }
}

}  // namespace vsc

#endif
