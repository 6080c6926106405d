#include "common.h"

#include <ATen/Parallel.h>

#if defined(__x86_64__)
#include <cpuid.h>
#endif
namespace {

bool cpu_has_fast_bf16() {
#if defined(__x86_64__)
    // Without AVX-512F the operating system does not keep the wide registers, whatever the processor says.
    if (!__builtin_cpu_supports("avx512f")) {
        return false;
    }
    unsigned a = 0, b = 0, c = 0, d = 0;
    const bool amx_bf16 = __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (d & (1u << 22)) != 0;
    const bool avx512_bf16 = __get_cpuid_count(7, 1, &a, &b, &c, &d) != 0 && (a & (1u << 5)) != 0;
    return amx_bf16 || avx512_bf16;
#else
    return false;
#endif
}

}  // namespace

int32_t vst_abi_version(int32_t* version) {
    return vst::guard([&] { vst::out_pointer(version) = VST_ABI_VERSION; });
}

int32_t vst_version(char* buffer, int32_t capacity) {
    return vst::guard([&] { vst::copy_text(TORCH_VERSION, buffer, capacity); });
}

int32_t vst_set_threads(int32_t threads) {
    return vst::guard([&] { at::set_num_threads(threads); });
}

int32_t vst_get_threads(int32_t* threads) {
    return vst::guard([&] { vst::out_pointer(threads) = at::get_num_threads(); });
}

int32_t vst_cpu_has_fast_bf16(int32_t* fast) {
    return vst::guard([&] { vst::out_pointer(fast) = cpu_has_fast_bf16() ? 1 : 0; });
}
