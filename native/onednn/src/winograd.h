// 3x3 convolutions in f32 by Winograd's minimal filtering.
#pragma once

#include "videoseg/winograd.h"
#include "videoseg_onednn.h"

#include <cstdint>
#include <memory>
#include <vector>

struct vsd_program;

namespace vsd {

struct Step;

namespace winograd {

using namespace videoseg::winograd;

/* One convolution: values [channels / block, height, width, block] with padding of 1 to outputs of the same size. */
struct Layer {
    const float *source;
    float *destination;
    const float *weights; /* transformed: [outputs / columns, points, inputs, columns] */
    const float *bias;    /* [outputs] */
    int64_t height, width, inputs, outputs;
    bool accumulate, relu;
};

/* Some tiles, counted row by row. */
struct Tiles {
    int64_t first, count;

    /* Rows that they take in the products. */
    int64_t room() const { return (count + rows - 1) / rows * rows; }
};

/* A layer's weights, transformed, which programs that compute the same may share. */
class Weights;

/* Those of a program, in the order of its steps. */
using AllWeights = std::vector<std::shared_ptr<const Weights>>;

/* Bytes of all that are alive. */
int64_t live_bytes();

/* Whether a convolution is faster this way, as far as that was measured (docs/decisions/0014), on this processor. */
bool suits(const vsd_convolution &convolution);

/* weights [out, in, 3, 3]. */
std::unique_ptr<Step> make(vsd_program &program, const vsd_convolution &convolution, const float *weights, const float *bias);

} // namespace winograd

namespace avx2 {

/* The windows of some tiles, transformed: values [points, room, inputs], of which those of the blocks of 8 channels in [from, until) are written. */
void winograd_inputs(const winograd::Layer &layer, winograd::Tiles tiles, int64_t from, int64_t until, float *values);

/* The outputs in [from, until), multiples of columns, of those tiles. sums: room for [(until - from) / columns, points, room, columns]. */
void winograd_outputs(const winograd::Layer &layer, winograd::Tiles tiles, int64_t from, int64_t until, const float *values, float *sums);

}

} // namespace vsd
