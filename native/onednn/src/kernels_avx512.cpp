#include "kernels.h"
#include "videoseg_onednn.h"

#include <immintrin.h>
#include <type_traits>

#define VSD_KERNELS_NAME "avx512"

namespace vsd::avx512 {
#include "kernels.inl"
}
