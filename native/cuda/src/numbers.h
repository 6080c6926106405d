// Numbers of 16 bits, and the few functions that device and host spell differently. Round to nearest even throughout.
#pragma once

#include <math.h>
#include <stdint.h>
#include <string.h>

#if defined(__CUDACC__)
#include <cuda_fp16.h>
#define VSC_HD __host__ __device__ inline
#else
#define VSC_HD inline
#endif
#if defined(__CUDA_ARCH__)
#define VSC_UNROLL _Pragma("unroll")
#else
#define VSC_UNROLL
#endif

namespace vsc {

VSC_HD float larger(float a, float b) { return a > b ? a : b; }
VSC_HD float smaller(float a, float b) { return a < b ? a : b; }
VSC_HD int32_t larger(int32_t a, int32_t b) { return a > b ? a : b; }
VSC_HD int32_t smaller(int32_t a, int32_t b) { return a < b ? a : b; }
VSC_HD float held(float value, float low, float high) { return smaller(larger(value, low), high); }
VSC_HD int32_t held(int32_t value, int32_t low, int32_t high) { return smaller(larger(value, low), high); }

VSC_HD uint32_t bits_of(float value)
{
#if defined(__CUDA_ARCH__)
    return __float_as_uint(value);
#else
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
#endif
}

VSC_HD float float_of(uint32_t bits)
{
#if defined(__CUDA_ARCH__)
    return __uint_as_float(bits);
#else
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
#endif
}

struct Half {
    uint16_t bits;
};

struct BFloat16 {
    uint16_t bits;
};

VSC_HD float to_float(float value) { return value; }

VSC_HD float to_float(BFloat16 value) { return float_of(static_cast<uint32_t>(value.bits) << 16); }

VSC_HD float to_float(Half value)
{
#if defined(__CUDA_ARCH__)
    return __half2float(__ushort_as_half(value.bits));
#else
    const uint32_t sign = static_cast<uint32_t>(value.bits & 0x8000u) << 16, magnitude = value.bits & 0x7fffu;
    if (magnitude >= 0x7c00u) {
        return float_of(sign | 0x7f800000u | (magnitude & 0x3ffu) << 13);
    }
    // As a float's bits it is too small by 2^112, subnormal numbers too.
    return float_of(sign | bits_of(float_of(magnitude << 13) * float_of(0x77800000u)));
#endif
}

VSC_HD void from_float(float value, float &to) { to = value; }

VSC_HD void from_float(float value, BFloat16 &to)
{
    uint32_t bits = bits_of(value);
    if ((bits & 0x7fffffffu) > 0x7f800000u) {
        to.bits = static_cast<uint16_t>(bits >> 16 | 0x40u);
        return;
    }
    bits += 0x7fffu + (bits >> 16 & 1u);
    to.bits = static_cast<uint16_t>(bits >> 16);
}

VSC_HD void from_float(float value, Half &to)
{
#if defined(__CUDA_ARCH__)
    to.bits = __half_as_ushort(__float2half_rn(value));
#else
    const uint32_t bits = bits_of(value), sign = bits >> 16 & 0x8000u;
    uint32_t magnitude = bits & 0x7fffffffu;
    if (magnitude > 0x7f800000u) {
        to.bits = static_cast<uint16_t>(sign | 0x7e00u);
    } else if (magnitude >= 0x477ff000u) {
        to.bits = static_cast<uint16_t>(sign | 0x7c00u); // 65520 and above
    } else if (magnitude < 0x38800000u) {
        // Subnormal: the sum with 1/2 rounds to the unit that is wanted.
        to.bits = static_cast<uint16_t>(sign | (bits_of(float_of(magnitude) + 0.5f) - 0x3f000000u));
    } else {
        magnitude += 0xfffu + (magnitude >> 13 & 1u);
        to.bits = static_cast<uint16_t>(sign | (magnitude - 0x38000000u) >> 13);
    }
#endif
}

}  // namespace vsc
