/* Sizes of Winograd's minimal filtering F(4x4, 3x3): 36 products for 16 outputs instead of 144. A. Lavin, S. Gray, "Fast Algorithms for Convolutional Neural
   Networks", CVPR 2016, arXiv 1509.09308; the points are 0, 1, -1, 2, -2 and infinity. */
#pragma once

#include <cstdint>

namespace videoseg::winograd {

constexpr int64_t side = 4;            /* of a tile of outputs */
constexpr int64_t window = 6;          /* of the inputs it reads */
constexpr int64_t kernel = 3;
constexpr int64_t points = window * window;
constexpr int64_t block = 8;           /* floats in a register */
constexpr int64_t columns = 2 * block; /* that are multiplied out at once */
constexpr int64_t rows = 6;            /* that are */

} // namespace videoseg::winograd
