// Included once for each set of instructions, inside a namespace of its own. Plain loops, which the compiler vectorises.

namespace {

template <class To, class From> inline To bits_of(From from)
{
    static_assert(sizeof(To) == sizeof(From), "expected as many bits");
    To to;
    __builtin_memcpy(&to, &from, sizeof to);
    return to;
}

template <class Vector, class Value> inline Vector read(const Value *from)
{
    Vector v;
    __builtin_memcpy(&v, from, sizeof v);
    return v;
}

template <class Vector, class Value> inline void write(Value *to, Vector v)
{
    __builtin_memcpy(to, &v, sizeof v);
}

#if defined(__AVX512BW__)
#include "lanes_avx512.inl"
#elif defined(__AVX2__)
#include "lanes_avx2.inl"
#else
#include "lanes_base.inl"
#endif

constexpr int64_t lanes = sizeof(Lanes) / sizeof(float);

inline Lanes lanes_at(const float *p) { return read<Lanes>(p); }
inline void put(float *to, Lanes v) { write(to, v); }

/* Calls body with a null pointer of the type's values. */
template <class Body> inline void typed(int32_t type, Body body)
{
    switch (type) {
    case VSD_F32: body(static_cast<float *>(nullptr)); break;
    case VSD_BF16: body(static_cast<uint16_t *>(nullptr)); break;
    case VSD_U8: body(static_cast<uint8_t *>(nullptr)); break;
    default: body(static_cast<int8_t *>(nullptr)); break;
    }
}

template <class Value> inline void load_run(const Value *from, float *to, int64_t count)
{
    int64_t i = 0;
    for (; i + lanes <= count; i += lanes) write(to + i, lanes_at(from + i));
    if (i < count) {
        Value rest[lanes] = {};
        float values[lanes];
        __builtin_memcpy(rest, from + i, static_cast<size_t>(count - i) * sizeof(Value));
        write(values, lanes_at(rest));
        __builtin_memcpy(to + i, values, static_cast<size_t>(count - i) * sizeof(float));
    }
}

template <class Value> inline void store_run(const float *from, Value *to, int64_t count)
{
    int64_t i = 0;
    for (; i + lanes <= count; i += lanes) put(to + i, lanes_at(from + i));
    if (i < count) {
        float values[lanes] = {};
        Value rest[lanes];
        __builtin_memcpy(values, from + i, static_cast<size_t>(count - i) * sizeof(float));
        put(rest, lanes_at(values));
        __builtin_memcpy(to + i, rest, static_cast<size_t>(count - i) * sizeof(Value));
    }
}

void load(const char *from, int32_t type, int64_t from_pitch, float *to, int64_t to_pitch, int64_t length, int64_t count)
{
    typed(type, [&](auto *kind) {
        auto *values = reinterpret_cast<decltype(const_cast<const std::remove_pointer_t<decltype(kind)> *>(kind))>(from);
        for (int64_t p = 0; p < count; p++) load_run(values + p * from_pitch, to + p * to_pitch, length);
    });
}

void store(const float *from, int64_t from_pitch, char *to, int32_t type, int64_t to_pitch, int64_t length, int64_t count)
{
    typed(type, [&](auto *kind) {
        auto *values = reinterpret_cast<decltype(kind)>(to);
        for (int64_t p = 0; p < count; p++) store_run(from + p * from_pitch, values + p * to_pitch, length);
    });
}

void pool(const char *top, const char *bottom, int32_t type, int64_t pitch, float *to, int64_t to_pitch, int64_t length, int64_t count)
{
    typed(type, [&](auto *kind) {
        using Value = std::remove_pointer_t<decltype(kind)>;
        const Value *upper = reinterpret_cast<const Value *>(top), *lower = reinterpret_cast<const Value *>(bottom);
        for (int64_t p = 0; p < count; p++) {
            const Value *a = upper + 2 * p * pitch, *b = a + pitch, *c = lower + 2 * p * pitch, *d = c + pitch;
            int64_t i = 0;
            for (; i + lanes <= length; i += lanes) {
                write(to + p * to_pitch + i, larger(larger(lanes_at(a + i), lanes_at(b + i)), larger(lanes_at(c + i), lanes_at(d + i))));
            }

            if (i < length) {
                float values[4][lanes];
                load_run(a + i, values[0], length - i);
                load_run(b + i, values[1], length - i);
                load_run(c + i, values[2], length - i);
                load_run(d + i, values[3], length - i);
                for (int64_t k = 0; i + k < length; k++) {
                    float left = values[0][k] > values[1][k] ? values[0][k] : values[1][k];
                    float right = values[2][k] > values[3][k] ? values[2][k] : values[3][k];
                    to[p * to_pitch + i + k] = left > right ? left : right;
                }
            }
        }
    });
}

/* (1 - share) a + share b, so that shares of 0 and 1 give a and b themselves. */
template <class Value> inline void mix_run(const Value *a, const Value *b, float share, float *to, int64_t count)
{
    Lanes far = Lanes{} + share, near = Lanes{} + (1.0f - share);
    int64_t i = 0;
    for (; i + lanes <= count; i += lanes) write(to + i, near * lanes_at(a + i) + far * lanes_at(b + i));
    if (i < count) {
        Value first[lanes] = {}, second[lanes] = {};
        float values[lanes];
        __builtin_memcpy(first, a + i, static_cast<size_t>(count - i) * sizeof(Value));
        __builtin_memcpy(second, b + i, static_cast<size_t>(count - i) * sizeof(Value));
        write(values, near * lanes_at(first) + far * lanes_at(second));
        __builtin_memcpy(to + i, values, static_cast<size_t>(count - i) * sizeof(float));
    }
}

void enlarge(const char *top, const char *bottom, int32_t type, int64_t pitch, float share, const int32_t *columns, const float *shares, int64_t step,
    float *rows, float *to, int64_t to_pitch, int64_t length, int64_t count)
{
    int64_t first = columns[0], needed = columns[count - 1] + step - first + 1;
    typed(type, [&](auto *kind) {
        using Value = std::remove_pointer_t<decltype(kind)>;
        const Value *upper = reinterpret_cast<const Value *>(top) + first * pitch, *lower = reinterpret_cast<const Value *>(bottom) + first * pitch;
        if (pitch == length) {
            mix_run(upper, lower, share, rows, needed * length);
        } else {
            for (int64_t c = 0; c < needed; c++) mix_run(upper + c * pitch, lower + c * pitch, share, rows + c * length, length);
        }
    });
    for (int64_t p = 0; p < count; p++) {
        const float *left = rows + (columns[p] - first) * length;
        mix_run(left, left + step * length, shares[p], to + p * to_pitch, length);
    }
}

/* Results may take the place of the operands: element i depends on elements i alone. */
void add(const float *a, const float *b, float *to, int64_t count)
{
#pragma GCC ivdep
    for (int64_t i = 0; i < count; i++) to[i] = a[i] + b[i];
}

void multiply(const float *a, const float *b, float *to, int64_t count)
{
#pragma GCC ivdep
    for (int64_t i = 0; i < count; i++) to[i] = a[i] * b[i];
}

void relu(const float *a, float *to, int64_t count)
{
#pragma GCC ivdep
    for (int64_t i = 0; i < count; i++) to[i] = a[i] > 0.0f ? a[i] : 0.0f;
}

void affine(const float *a, const float *scale, const float *shift, int64_t period, bool with_relu, float *to, int64_t count)
{
    for (int64_t start = 0; start < count; start += period) {
        int64_t length = count - start < period ? count - start : period;
        const float *x = a + start;
        float *y = to + start;
        if (with_relu) {
#pragma GCC ivdep
            for (int64_t i = 0; i < length; i++) {
                float value = x[i] * scale[i] + shift[i];
                y[i] = value > 0.0f ? value : 0.0f;
            }
        } else {
#pragma GCC ivdep
            for (int64_t i = 0; i < length; i++) y[i] = x[i] * scale[i] + shift[i];
        }
    }
}

void factor(const float *a, const float *scale, int64_t period, float *to, int64_t count)
{
    for (int64_t start = 0; start < count; start += period) {
        int64_t length = count - start < period ? count - start : period;
        multiply(a + start, scale, to + start, length);
    }
}

void accumulate(const float *a, int64_t period, float *sums, int64_t count)
{
    /* Of the period that most passes have, as many sums at a time as stay in registers. */
    constexpr int64_t wide = 128, part = 8 * lanes;
    if (period == wide && count % wide == 0) {
        for (int64_t start = 0; start < wide; start += part) {
            Lanes all[8];
            for (int k = 0; k < 8; k++) all[k] = lanes_at(sums + start + k * lanes);
            for (int64_t i = start; i < count; i += wide) {
                for (int k = 0; k < 8; k++) all[k] += lanes_at(a + i + k * lanes);
            }

            for (int k = 0; k < 8; k++) write(sums + start + k * lanes, all[k]);
        }

        return;
    }

    for (int64_t start = 0; start < count; start += period) {
        int64_t length = count - start < period ? count - start : period;
        add(sums, a + start, sums, length);
    }
}

/* Eight pixels at once share each load of the weights. Eight names and no array: the compiler would keep an array in memory. */
template <class Value>
inline void project_eight(const Value *source, int64_t pitch, int64_t channels, const float *const *weights, const int64_t *offsets, int64_t taps,
    float start, float *to)
{
    Lanes a = {}, b = {}, c = {}, d = {}, e = {}, f = {}, g = {}, h = {};
    for (int64_t t = 0; t < taps; t++) {
        const Value *pixel = source + offsets[t];
        for (int64_t i = 0; i < channels; i += lanes) {
            Lanes w = lanes_at(weights[t] + i);
            const Value *at = pixel + i;
            a += w * lanes_at(at);
            b += w * lanes_at(at + pitch);
            c += w * lanes_at(at + 2 * pitch);
            d += w * lanes_at(at + 3 * pitch);
            e += w * lanes_at(at + 4 * pitch);
            f += w * lanes_at(at + 5 * pitch);
            g += w * lanes_at(at + 6 * pitch);
            h += w * lanes_at(at + 7 * pitch);
        }
    }

    to[0] = start + sum_of(a);
    to[1] = start + sum_of(b);
    to[2] = start + sum_of(c);
    to[3] = start + sum_of(d);
    to[4] = start + sum_of(e);
    to[5] = start + sum_of(f);
    to[6] = start + sum_of(g);
    to[7] = start + sum_of(h);
}

template <class Value>
inline float project_one(const Value *source, int64_t channels, const float *const *weights, const int64_t *offsets, int64_t taps)
{
    Lanes sum = {};
    for (int64_t t = 0; t < taps; t++) {
        for (int64_t i = 0; i < channels; i += lanes) sum += lanes_at(weights[t] + i) * lanes_at(source + offsets[t] + i);
    }

    return sum_of(sum);
}

template <class Value>
void project_row(const Value *source, int64_t pitch, int64_t channels, const float *const *weights, const int64_t *offsets, int64_t taps, float start,
    float *to, int64_t count)
{
    int64_t x = 0;
    for (; x + 8 <= count; x += 8) project_eight(source + x * pitch, pitch, channels, weights, offsets, taps, start, to + x);
    for (; x < count; x++) to[x] = start + project_one(source + x * pitch, channels, weights, offsets, taps);
}

void project(const char *source, int32_t type, int64_t pitch, int64_t channels, const float *const *weights, const int64_t *offsets, int64_t taps,
    float start, float *to, int64_t count)
{
    if (type == VSD_BF16) {
        project_row(reinterpret_cast<const uint16_t *>(source), pitch, channels, weights, offsets, taps, start, to, count);
    } else {
        project_row(reinterpret_cast<const float *>(source), pitch, channels, weights, offsets, taps, start, to, count);
    }
}

} // namespace

extern const vsd::Kernels table;
const vsd::Kernels table = {VSD_KERNELS_NAME, lanes, load, store, pool, enlarge, add, multiply, relu, affine, factor, accumulate, project};
