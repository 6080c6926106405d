/* The transforms and the product of Winograd's minimal filtering, eight floats at a time. For sources that are compiled with -mavx2 -mfma. */
#pragma once

#include "winograd.h"

#include <immintrin.h>

namespace videoseg::winograd {

typedef float Lanes __attribute__((vector_size(32)));

inline Lanes at(const float *p) { return Lanes(_mm256_loadu_ps(p)); }
inline void put(float *p, Lanes v) { _mm256_storeu_ps(p, __m256(v)); }

/* The transposed input matrix: what six neighbours contribute to. */
inline void expand(const Lanes d[window], Lanes o[window])
{
    Lanes even = d[4] - 4.0f * d[2], odd = d[3] - 4.0f * d[1], far = d[4] - d[2], skew = 2.0f * (d[3] - d[1]);
    o[0] = 4.0f * d[0] - 5.0f * d[2] + d[4];
    o[1] = even + odd;
    o[2] = even - odd;
    o[3] = far + skew;
    o[4] = far - skew;
    o[5] = 4.0f * d[1] - 5.0f * d[3] + d[5];
}

/* The transposed output matrix: six products to four outputs. */
inline void gather(const Lanes m[window], Lanes o[side])
{
    Lanes near = m[1] + m[2], skew = m[1] - m[2], far = m[3] + m[4], tilt = m[3] - m[4];
    o[0] = m[0] + near + far;
    o[1] = skew + 2.0f * tilt;
    o[2] = near + 4.0f * far;
    o[3] = skew + 8.0f * tilt + m[5];
}

/* The output matrix: gradients of four outputs to those of six products. */
inline void spread(const Lanes g[side], Lanes o[window])
{
    Lanes even = g[0] + g[2], odd = g[1] + g[3], far = g[0] + 4.0f * g[2], skew = 2.0f * (g[1] + 4.0f * g[3]);
    o[0] = g[0];
    o[1] = even + odd;
    o[2] = even - odd;
    o[3] = far + skew;
    o[4] = far - skew;
    o[5] = g[3];
}

/* The kernel matrix: three weights to six. */
inline void widen(const Lanes w[kernel], Lanes o[window])
{
    Lanes ends = w[0] + w[2], far = w[0] + 4.0f * w[2];
    o[0] = w[0] / 4.0f;
    o[1] = (ends + w[1]) / -6.0f;
    o[2] = (ends - w[1]) / -6.0f;
    o[3] = (far + 2.0f * w[1]) / 24.0f;
    o[4] = (far - 2.0f * w[1]) / 24.0f;
    o[5] = w[2];
}

/* The transposed kernel matrix: gradients of six weights to those of three. */
inline void narrow(const Lanes g[window], Lanes o[kernel])
{
    Lanes near = g[1] + g[2], skew = g[2] - g[1], far = g[3] + g[4], tilt = g[3] - g[4];
    o[0] = g[0] / 4.0f - near / 6.0f + far / 24.0f;
    o[1] = skew / 6.0f + tilt / 12.0f;
    o[2] = far / 6.0f - near / 6.0f + g[5];
}

/* sums [count, columns, sum_stride apart] = or += the products of count rows and the columns: depth times row_step or column_step further, rows row_stride apart. */
template <int64_t count, bool accumulates>
inline void multiply(const float *values, int64_t row_stride, int64_t row_step, const float *weights, int64_t column_step, int64_t depth, float *sums,
                     int64_t sum_stride)
{
    /* Every loop over the rows is unrolled, or the compiler keeps the sums in memory. */
    Lanes left[count], right[count];
#pragma GCC unroll 6
    for (int64_t i = 0; i < count; i++) {
        left[i] = accumulates ? at(sums + i * sum_stride) : Lanes{};
        right[i] = accumulates ? at(sums + i * sum_stride + block) : Lanes{};
    }

    for (int64_t k = 0; k < depth; k++) {
        Lanes a = at(weights + k * column_step), b = at(weights + k * column_step + block);
#pragma GCC unroll 6
        for (int64_t i = 0; i < count; i++) {
            Lanes x = Lanes(_mm256_broadcast_ss(values + i * row_stride + k * row_step));
            left[i] += x * a;
            right[i] += x * b;
        }
    }

#pragma GCC unroll 6
    for (int64_t i = 0; i < count; i++) {
        put(sums + i * sum_stride, left[i]);
        put(sums + i * sum_stride + block, right[i]);
    }
}

} // namespace videoseg::winograd
