#include "kernels.h"
#include "videoseg_onednn.h"

#include <immintrin.h>
#include <type_traits>

#define VSD_KERNELS_NAME "avx2"

namespace vsd::avx2 {
#include "kernels.inl"
}
