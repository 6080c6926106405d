// libvideoseg_cuda_host: the same functions over memory of the host, computed when they are called. For tests on machines without a GPU.
#include "../src/library.cu"

#include "../src/combine.cu"
#include "../src/convert.cu"
#include "../src/draw.cu"
