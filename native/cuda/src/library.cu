// The library itself: messages, versions, devices.
#include "launch.h"

#include <algorithm>
#include <cstring>
#include <new>

namespace vsc {

namespace {

thread_local std::string last_message;

int32_t fail(int32_t status, const char *message) noexcept
{
    try {
        last_message = message;
    } catch (...) {
        last_message.clear();
    }
    return status;
}

}  // namespace

int32_t fail_with_current_exception() noexcept
{
    try {
        throw;
    } catch (const Unsupported &e) {
        return fail(VS_UNSUPPORTED, e.what());
    } catch (const std::invalid_argument &e) {
        return fail(VS_INVALID_ARGUMENT, e.what());
    } catch (const std::bad_alloc &) {
        return fail(VS_OUT_OF_MEMORY, "out of memory");
    } catch (const std::exception &e) {
        return fail(VS_FAILED, e.what());
    } catch (...) {
        return fail(VS_FAILED, "an exception of unknown type");
    }
}

void check_samples(const vsc_samples &samples, int index)
{
    const std::string component = "component " + text(index) + ": ";
    require(samples.first != nullptr, component + "expected its first sample, got null");
    require(samples.width > 0 && samples.height > 0,
        component + "expected at least one sample, got " + text(samples.width) + " x " + text(samples.height));
    const int32_t bytes = samples.is_word ? 2 : 1;
    require(samples.step_bytes >= bytes, component + "expected neighbours at least " + text(bytes) + " bytes apart, got " + text(samples.step_bytes));
    require(samples.shift >= 0 && samples.depth >= 1 && samples.shift + samples.depth <= 8 * bytes,
        component + "expected depth and shift of at most " + text(8 * bytes) + " bits, got " + text(samples.depth) + " and " + text(samples.shift));
    const int64_t row = static_cast<int64_t>(samples.width - 1) * samples.step_bytes + bytes;
    const int64_t between = samples.row_bytes < 0 ? -samples.row_bytes : samples.row_bytes;
    // Interleaved components share their rows: the last sample of one may lie behind the next row's first byte by less than a step.
    require(samples.height == 1 || between + samples.step_bytes > row,
        component + "expected rows at least " + text(row) + " bytes apart, got " + text(samples.row_bytes));
}

#if defined(__CUDACC__)

void check_cuda(cudaError_t status, const char *what)
{
    if (status == cudaSuccess) {
        return;
    }
    const std::string message = std::string(what) + ": " + cudaGetErrorString(status) + " (" + cudaGetErrorName(status) + ")";
    if (status == cudaErrorNoKernelImageForDevice || status == cudaErrorUnsupportedPtxVersion || status == cudaErrorInsufficientDriver) {
        throw Unsupported(message + ": the NVIDIA driver is missing or older than the CUDA that the kernels were built with, or they were built for other "
                                    "GPUs; check nvidia-smi, or build again with the environment variable CUDAARCHS set to this GPU's compute capability");
    }
    throw std::runtime_error(message);
}

namespace {

struct Nothing {
    VSC_HD void operator()(uint32_t) const {}
};

}  // namespace

#endif

}  // namespace vsc

int32_t vsc_abi_version(int32_t *version)
{
    return vsc::guard([&] {
        vsc::require(version != nullptr, "expected a pointer for the result, got null");
        *version = VSC_ABI_VERSION;
    });
}

int32_t vsc_last_error(char *buffer, int32_t capacity)
{
    // Not through the guard: a failure here would overwrite the message that was asked for.
    if (buffer == nullptr || capacity < 1) {
        return VS_INVALID_ARGUMENT;
    }
    const size_t length = std::min(vsc::last_message.size(), static_cast<size_t>(capacity) - 1);
    std::memcpy(buffer, vsc::last_message.data(), length);
    buffer[length] = '\0';
    return VS_OK;
}

int32_t vsc_cuda_version(int32_t *version)
{
    return vsc::guard([&] {
        vsc::require(version != nullptr, "expected a pointer for the result, got null");
#if defined(__CUDACC__)
        *version = CUDART_VERSION;
#else
        *version = 0;
#endif
    });
}

int32_t vsc_check_device(int32_t device)
{
    return vsc::guard([&] {
        vsc::require(device >= 0, "expected the index of a device, got " + vsc::text(device));
#if defined(__CUDACC__)
        int count = 0;
        vsc::check_cuda(cudaGetDeviceCount(&count), "counting the devices");
        if (device >= count) {
            throw vsc::Unsupported("expected CUDA device " + vsc::text(device) + ", found " + vsc::text(count) + " devices");
        }
        const vsc::OnDevice on_device(device);
        cudaFuncAttributes attributes{};
        const cudaError_t status = cudaFuncGetAttributes(&attributes, vsc::for_each<vsc::Nothing>);
        (void)cudaGetLastError();
        vsc::check_cuda(status, "looking for the kernels");
#endif
    });
}
