// Rows of planes to values whose channels lie together, eight at a time, and back. For sources that are compiled for AVX2, which include nothing of
// libtorch: others share its inline functions.
#pragma once

#include "shape.h"
#include "videoseg/winograd_avx2.h"

namespace vst::convolution::avx2 {

using videoseg::winograd::at;
using videoseg::winograd::block;
using videoseg::winograd::Lanes;
using videoseg::winograd::put;

// Eight of eight.
inline void transpose(const float* from, int64_t from_step, float* to, int64_t to_step) {
    __m256 r[block], s[block];
#pragma GCC unroll 8
    for (int64_t i = 0; i < block; i++) r[i] = _mm256_loadu_ps(from + i * from_step);
#pragma GCC unroll 4
    for (int64_t i = 0; i < block; i += 2) {
        s[i] = _mm256_unpacklo_ps(r[i], r[i + 1]);
        s[i + 1] = _mm256_unpackhi_ps(r[i], r[i + 1]);
    }
#pragma GCC unroll 2
    for (int64_t i = 0; i < block; i += 4) {
        r[i] = _mm256_shuffle_ps(s[i], s[i + 2], 0x44);
        r[i + 1] = _mm256_shuffle_ps(s[i], s[i + 2], 0xEE);
        r[i + 2] = _mm256_shuffle_ps(s[i + 1], s[i + 3], 0x44);
        r[i + 3] = _mm256_shuffle_ps(s[i + 1], s[i + 3], 0xEE);
    }
#pragma GCC unroll 4
    for (int64_t i = 0; i < 4; i++) {
        _mm256_storeu_ps(to + i * to_step, _mm256_permute2f128_ps(r[i], r[i + 4], 0x20));
        _mm256_storeu_ps(to + (i + 4) * to_step, _mm256_permute2f128_ps(r[i], r[i + 4], 0x31));
    }
}

// Eight planes of one picture, of which there may be fewer than eight.
struct Planes {
    int64_t count, height, width;

    int64_t area() const { return height * width; }
};

// Columns [from, until) of a row, each to eight floats, step apart; zero outside of the picture and for planes that are not there.
inline void read_row(const float* planes, const Planes& p, int64_t y, int64_t from, int64_t until, float* to, int64_t step) {
    const int64_t first = y < 0 || y >= p.height ? until : std::max<int64_t>(from, 0), last = std::min(until, p.width);
    for (int64_t x = from; x < first; x++) put(to + (x - from) * step, Lanes{});
    for (int64_t x = std::max(first, last); x < until; x++) put(to + (x - from) * step, Lanes{});
    const float* row = planes + y * p.width;
    int64_t x = first;
    if (p.count == block) {
        for (; x + block <= last; x += block) transpose(row + x, p.area(), to + (x - from) * step, step);
        // Some columns once more, rather than one by one.
        if (x < last && last - first >= block) {
            transpose(row + last - block, p.area(), to + (last - block - from) * step, step);
            return;
        }
    }
    for (; x < last; x++) {
        for (int64_t i = 0; i < block; i++) to[(x - from) * step + i] = i < p.count ? row[i * p.area() + x] : 0.0f;
    }
}

// Back: count columns from left on, as far as the picture goes.
inline void write_row(const float* from, int64_t step, int64_t count, float* planes, const Planes& p, int64_t y, int64_t left) {
    const int64_t last = std::min(count, p.width - left);
    float* row = planes + y * p.width + left;
    int64_t x = 0;
    if (p.count == block) {
        for (; x + block <= last; x += block) transpose(from + x * step, step, row + x, p.area());
        if (x < last && last >= block) {
            transpose(from + (last - block) * step, step, row + last - block, p.area());
            return;
        }
    }
    for (; x < last; x++) {
        for (int64_t i = 0; i < p.count; i++) row[i * p.area() + x] = from[x * step + i];
    }
}

}  // namespace vst::convolution::avx2
