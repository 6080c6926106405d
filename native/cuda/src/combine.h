// What lies between convolutions: the values of one pixel's channels, one at a time or eight.
#pragma once

#include "numbers.h"
#include "videoseg_cuda.h"

namespace vsc {

struct alignas(16) Quad {
    uint32_t words[4];
};

// Width values that lie together; where they are 16 bytes or more, moved 16 at a time.
template <class Value, int Width>
VSC_HD void load(const Value *from, float *to)
{
    if constexpr (Width * sizeof(Value) % 16 == 0) {
        Quad quads[Width * sizeof(Value) / 16];
        Value values[Width];
#if defined(__CUDA_ARCH__)
        VSC_UNROLL
        for (size_t i = 0; i < sizeof quads / sizeof(Quad); i++) {
            quads[i] = reinterpret_cast<const Quad *>(from)[i];
        }
#else
        memcpy(quads, from, sizeof quads);
#endif
        memcpy(values, quads, sizeof quads);
        VSC_UNROLL
        for (int i = 0; i < Width; i++) {
            to[i] = to_float(values[i]);
        }
    } else {
        VSC_UNROLL
        for (int i = 0; i < Width; i++) {
            to[i] = to_float(from[i]);
        }
    }
}

template <class Value, int Width>
VSC_HD void store(const float *from, Value *to)
{
    if constexpr (Width * sizeof(Value) % 16 == 0) {
        Quad quads[Width * sizeof(Value) / 16];
        Value values[Width];
        VSC_UNROLL
        for (int i = 0; i < Width; i++) {
            from_float(from[i], values[i]);
        }
        memcpy(quads, values, sizeof quads);
#if defined(__CUDA_ARCH__)
        VSC_UNROLL
        for (size_t i = 0; i < sizeof quads / sizeof(Quad); i++) {
            reinterpret_cast<Quad *>(to)[i] = quads[i];
        }
#else
        memcpy(to, quads, sizeof quads);
#endif
    } else {
        VSC_UNROLL
        for (int i = 0; i < Width; i++) {
            from_float(from[i], to[i]);
        }
    }
}

template <class Value, int Width>
VSC_HD void read_operand(const vsc_operand &operand, int32_t picture, int32_t y, int32_t x, int32_t channel, float *values)
{
    const int32_t half = operand.access == VSC_SAME ? 0 : 1;
    const int32_t phase = operand.access == VSC_PHASES ? (y & 1) * 2 + (x & 1) : 0;
    const void *map = phase == 0 ? operand.data[0] : phase == 1 ? operand.data[1] : phase == 2 ? operand.data[2] : operand.data[3];
    load<Value, Width>(static_cast<const Value *>(map) + operand.picture_stride * picture + operand.row_stride * (y >> half)
                           + operand.pixel_stride * (x >> half) + channel,
                       values);
    if (operand.factor != nullptr) {
        const float *factor = operand.factor + operand.factor_stride * picture + channel;
        VSC_UNROLL
        for (int i = 0; i < Width; i++) {
            values[i] = values[i] * factor[i];
        }
    }
}

template <class Value, int Width>
VSC_HD void write_result(const vsc_result &result, int32_t picture, int32_t y, int32_t x, int32_t channel, const float *values)
{
    float shown[Width];
    VSC_UNROLL
    for (int i = 0; i < Width; i++) {
        float value = values[i];
        if (result.scale != nullptr) {
            value = value * result.scale[channel + i] + result.shift[channel + i];
        }
        // NaN stays: through a comparison it would become 0, and look like "nothing found".
        shown[i] = result.relu && value < 0.0f ? 0.0f : value;
    }
    store<Value, Width>(
        shown, static_cast<Value *>(result.data) + result.picture_stride * picture + result.row_stride * y + result.pixel_stride * x + channel);
}

template <class Value, int Width>
struct Combine {
    vsc_combination combination;

    VSC_HD void operator()(uint32_t index) const
    {
        const uint32_t groups = static_cast<uint32_t>(combination.channels) / Width;
        const uint32_t width = static_cast<uint32_t>(combination.width), height = static_cast<uint32_t>(combination.height);
        uint32_t rest = index / groups;
        const int32_t channel = static_cast<int32_t>(index - rest * groups) * Width;
        const uint32_t row = rest / width;
        const int32_t x = static_cast<int32_t>(rest - row * width);
        const int32_t picture = static_cast<int32_t>(row / height), y = static_cast<int32_t>(row - static_cast<uint32_t>(picture) * height);
        float values[Width];
        read_operand<Value, Width>(combination.operands[0], picture, y, x, channel, values);
        VSC_UNROLL
        for (int o = 1; o < VSC_OPERANDS; o++) {
            if (o < combination.operand_count) {
                float further[Width];
                read_operand<Value, Width>(combination.operands[o], picture, y, x, channel, further);
                VSC_UNROLL
                for (int i = 0; i < Width; i++) {
                    values[i] = combination.operands[o].multiply ? values[i] * further[i] : values[i] + further[i];
                }
            }
        }
        VSC_UNROLL
        for (int r = 0; r < VSC_RESULTS; r++) {
            if (r < combination.result_count) {
                write_result<Value, Width>(combination.results[r], picture, y, x, channel, values);
            }
        }
    }
};

}  // namespace vsc
