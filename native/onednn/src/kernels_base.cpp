#include "kernels.h"
#include "videoseg_onednn.h"

#include <type_traits>

#define VSD_KERNELS_NAME "base"

namespace vsd::base {
#include "kernels.inl"
}
