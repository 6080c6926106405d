// 3x3 convolutions in f32 by Winograd's minimal filtering, F(4x4, 3x3): 36 products for 16 outputs instead of 144. A. Lavin, S. Gray, "Fast
// Algorithms for Convolutional Neural Networks", CVPR 2016, arXiv 1509.09308; the points are 0, 1, -1, 2, -2 and infinity.
#pragma once

#include "videoseg_onednn.h"

#include <cstdint>
#include <memory>

struct vsd_program;

namespace vsd {

struct Step;

namespace winograd {

constexpr int64_t side = 4;                /* of a tile of outputs */
constexpr int64_t window = 6;              /* of the inputs it reads */
constexpr int64_t points = window * window;
constexpr int64_t block = 8;               /* channels that lie together, in values and in registers */
constexpr int64_t columns = 2 * block;     /* outputs that are multiplied out at once */
constexpr int64_t rows = 6;                /* tiles that are */

/* One convolution: values [channels / block, height, width, block] with padding of 1 to outputs of the same size. */
struct Layer {
    const float *source;
    float *destination;
    const float *weights; /* transformed: [outputs / columns, points, inputs, columns] */
    const float *bias;    /* [outputs] */
    int64_t height, width, inputs, outputs;
    bool accumulate, relu;
};

/* Computes count tiles from the first, counted row by row. values: room for [points, count rounded up to rows, inputs],
   sums: for [points, count rounded up to rows, columns], both aligned to 32 bytes. */
using Strip = void (*)(const Layer &layer, int64_t first, int64_t count, float *values, float *sums);

/* Whether a convolution is faster this way on this processor. */
bool suits(const vsd_convolution &convolution);

/* weights [out, in, 3, 3]. */
std::unique_ptr<Step> make(vsd_program &program, const vsd_convolution &convolution, const float *weights, const float *bias);

} // namespace winograd

namespace avx2 {
extern const winograd::Strip winograd_strip;
}

} // namespace vsd
