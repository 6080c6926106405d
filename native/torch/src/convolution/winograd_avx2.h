// How pictures are cut into strips of tiles that fit the second-level cache, and what Winograd's minimal filtering computes of a strip.
#pragma once

#include "shape.h"
#include "videoseg/winograd.h"

namespace vst::convolution {

using namespace videoseg::winograd;

// Tiles side by side, of one picture; of its first output, which picture, from which row and column.
struct Segment {
    int64_t picture, top, left;
};

// All pictures in segments of equally many tiles. Those of a row's last one may lie beyond the picture: zero is there.
struct Cut {
    int64_t height, width, tile_rows, parts, tiles, segments;

    // Segments of at most so many tiles.
    Cut(int64_t pictures, int64_t height, int64_t width, int64_t most)
        : height(height), width(width), tile_rows(quotient_up(height, side)), parts(quotient_up(quotient_up(width, side), std::max<int64_t>(most, 1))),
          tiles(quotient_up(quotient_up(width, side), parts)), segments(pictures * tile_rows * parts) {}

    Segment segment(int64_t index) const {
        return {index / parts / tile_rows, index / parts % tile_rows * side, index % parts * tiles * side};
    }

    // Floats for one segment of eight planes, as windows read it.
    int64_t pixels() const { return window * (tiles * side + 2) * block; }
};

// Segments that are worked on at once.
struct Strip {
    int64_t first, count;
};

}  // namespace vst::convolution

namespace vst::convolution::avx2 {

// Kernels to [outputs / columns, points, inputs, columns], of which the outputs in [from, until), multiples of columns, are written.
void widen_kernels(const Kernels& kernels, int64_t inputs, int64_t from, int64_t until, float* to);

// The windows of a strip in eight planes from channel on: to [points, tiles, block], so many floats apart. pixels: room for Cut::pixels().
void expand_windows(const float* values, int64_t channels, int64_t channel, const Cut& cut, Strip strip, float* pixels, float* to, int64_t point_step,
                    int64_t tile_step);

// The gradients of a strip's outputs in eight planes, as gradients of their products: as above.
void spread_gradients(const float* gradients, int64_t channels, int64_t channel, const Cut& cut, Strip strip, float* pixels, float* to, int64_t point_step,
                      int64_t tile_step);

// The planes of outputs in [from, until), multiples of columns, of a strip: windows [points, room, inputs], kernels as widened, bias [outputs] or null,
// sums: room for [points, room, columns], where room is the strip's tiles rounded up to rows.
void convolve_strip(const float* windows, const float* kernels, const float* bias, int64_t inputs, int64_t outputs, int64_t from, int64_t until, const Cut& cut,
              Strip strip, float* pixels, float* sums, float* to);

// products [points, inputs, columns] += windows [inputs / block, points, tiles, block] gradients [points, tiles, columns]
void add_products(const float* windows, const float* gradients, int64_t inputs, int64_t tiles, float* products);

// Gradients of the kernels [columns, inputs, 3, 3] from count sums of products, step floats apart.
void narrow_products(const float* products, int64_t count, int64_t step, int64_t inputs, float* to);

}  // namespace vst::convolution::avx2
