// One sample of a component, read and written.
#pragma once

#include "numbers.h"
#include "videoseg_cuda.h"

namespace vsc {

VSC_HD uint8_t *address(const vsc_samples &samples, int32_t x, int32_t y)
{
    return static_cast<uint8_t *>(samples.first) + samples.row_bytes * y + static_cast<int64_t>(samples.step_bytes) * x;
}

// Words byte by byte: they may lie at odd addresses.
VSC_HD uint32_t stored(const vsc_samples &samples, const uint8_t *p)
{
    return samples.is_word ? static_cast<uint32_t>(p[0]) | static_cast<uint32_t>(p[1]) << 8 : p[0];
}

}  // namespace vsc
