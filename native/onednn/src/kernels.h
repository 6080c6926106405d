// The loops that are compiled once for each set of vector instructions; kernels() picks what this processor has.
#pragma once

#include <cstdint>
#include <string>

namespace vsd {

struct Kernels {
    const char *name;
    int64_t lanes; /* values of f32 that they work on at once */
    /* count runs of length values to and from f32, their beginnings pitch values apart; to 8 bits rounded to nearest even and saturated. */
    void (*load)(const char *from, int32_t type, int64_t from_pitch, float *to, int64_t to_pitch, int64_t length, int64_t count);
    void (*store)(const float *from, int64_t from_pitch, char *to, int32_t type, int64_t to_pitch, int64_t length, int64_t count);
    /* The largest of each two neighbours in two rows, count pixels of length values each. */
    void (*pool)(const char *top, const char *bottom, int32_t type, int64_t pitch, float *to, int64_t to_pitch, int64_t length, int64_t count);
    /* count pixels, each between those at columns[i] and step further, share shares[i] of the way, of a row that lies share of the way from top to
       bottom. rows has room for all pixels from the first column to the last. */
    void (*enlarge)(const char *top, const char *bottom, int32_t type, int64_t pitch, float share, const int32_t *columns, const float *shares, int64_t step,
        float *rows, float *to, int64_t to_pitch, int64_t length, int64_t count);
    void (*add)(const float *a, const float *b, float *to, int64_t count);
    void (*multiply)(const float *a, const float *b, float *to, int64_t count);
    void (*relu)(const float *a, float *to, int64_t count);
    /* a[i] * scale[i % period] + shift[i % period]; period divides count rounded up to it, the tables are of one period. */
    void (*affine)(const float *a, const float *scale, const float *shift, int64_t period, bool relu, float *to, int64_t count);
    void (*factor)(const float *a, const float *scale, int64_t period, float *to, int64_t count);
    /* sums[i % period] += a[i] */
    void (*accumulate)(const float *a, int64_t period, float *sums, int64_t count);
    /* to[x] += the sum over c of weights[c] * source[x * pitch + c], for count pixels of channels values, a multiple of lanes. */
    void (*project)(const char *source, int32_t type, int64_t pitch, int64_t channels, const float *const *weights, const int64_t *offsets,
        int64_t taps, float start, float *to, int64_t count);
};

const Kernels &kernels();

/* Whether they are those for AVX2. */
bool are_for_avx2();

/* oneDNN's name of the instructions in use. */
std::string instruction_set();

} // namespace vsd
