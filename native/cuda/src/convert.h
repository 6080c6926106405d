// A picture to the network's input: the value of one pixel. Source: src/VideoSeg.Model/Inputs/InputConverter.cs, whose order of operations this is.
#pragma once

#include "samples.h"

namespace vsc {

// Columns are weighed first, their sums after, as there.
VSC_HD float resample(const vsc_samples &samples, const vsc_axis &horizontal, const vsc_axis &vertical, int32_t x, int32_t y)
{
    const int32_t left = held(horizontal.starts[x], 0, samples.width - 1), top = held(vertical.starts[y], 0, samples.height - 1);
    const int32_t columns = held(horizontal.counts[x], 0, smaller(horizontal.stride, samples.width - left));
    const int32_t rows = held(vertical.counts[y], 0, smaller(vertical.stride, samples.height - top));
    const float *across = horizontal.weights + static_cast<int64_t>(x) * horizontal.stride;
    const float *down = vertical.weights + static_cast<int64_t>(y) * vertical.stride;
    const uint32_t mask = (1u << samples.depth) - 1u;
    const uint8_t *first = address(samples, left, top);
    float sum = 0.0f;
    for (int32_t i = 0; i < columns; i++) {
        const uint8_t *p = first + static_cast<int64_t>(samples.step_bytes) * i;
        float column = 0.0f;
        for (int32_t k = 0; k < rows; k++, p += samples.row_bytes) {
            column = fmaf(static_cast<float>(stored(samples, p) >> samples.shift & mask), down[k], column);
        }
        sum = fmaf(column, across[i], sum);
    }
    return sum;
}

template <class Value>
VSC_HD void put(const vsc_image &target, int32_t channel, int32_t x, int32_t y, float value)
{
    from_float(value, static_cast<Value *>(target.data)[target.channel_stride * channel + target.row_stride * y + target.pixel_stride * x]);
}

template <class Value>
struct Convert {
    vsc_conversion conversion;
    vsc_image target;

    VSC_HD void operator()(uint32_t index) const
    {
        const int32_t y = static_cast<int32_t>(index / static_cast<uint32_t>(target.width));
        const int32_t x = static_cast<int32_t>(index - static_cast<uint32_t>(y) * static_cast<uint32_t>(target.width));
        const float *m = conversion.matrix;
        const float a = resample(conversion.samples[0], conversion.x[0], conversion.y[0], x, y);
        if (conversion.components == 1) {
            const float gray = held(a * m[0] + m[3], 0.0f, 1.0f);
            put<Value>(target, 0, x, y, gray);
            put<Value>(target, 1, x, y, gray);
            put<Value>(target, 2, x, y, gray);
            return;
        }

        const float b = resample(conversion.samples[1], conversion.x[1], conversion.y[1], x, y);
        const float c = resample(conversion.samples[2], conversion.x[2], conversion.y[2], x, y);
        put<Value>(target, 0, x, y, held(a * m[0] + b * m[1] + c * m[2] + m[3], 0.0f, 1.0f));
        put<Value>(target, 1, x, y, held(a * m[4] + b * m[5] + c * m[6] + m[7], 0.0f, 1.0f));
        put<Value>(target, 2, x, y, held(a * m[8] + b * m[9] + c * m[10] + m[11], 0.0f, 1.0f));
    }
};

}  // namespace vsc
