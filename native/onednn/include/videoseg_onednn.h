/* libvideoseg_onednn: a network as a list of steps, over oneDNN (convolutions, but for those of winograd.h) and vectorised passes (all else).
 *
 * Conventions of videoseg/status.h hold: every function returns a status, and the message of a failure is fetched on the same thread with
 * vsd_last_error. A program is built and run by one thread, always the same: OpenMP would make a team of threads for every other one.
 *
 * Values are one picture, channels last: [height, width, channels], or in blocks of channels: [channels / block, height, width, block], which oneDNN
 * wants in f32 on processors without AVX-512. They lie in one block of memory, the arena, at offsets that the caller
 * plans; steps run in the order in which they were added and nothing is allocated while they run.
 */
#ifndef VIDEOSEG_ONEDNN_H
#define VIDEOSEG_ONEDNN_H

#include <videoseg/status.h>

#define VSD_ABI_VERSION 4

#ifdef __cplusplus
extern "C" {
#endif

typedef struct vsd_program vsd_program;

enum { VSD_F32 = 0, VSD_BF16 = 1, VSD_U8 = 2, VSD_S8 = 3 };

/* Where a value lies. Rows and blocks follow without gaps. */
typedef struct vsd_tensor {
    int64_t offset; /* bytes into the arena, a multiple of 64 plus that of the slice */
    int32_t type;
    int32_t height, width, channels;
    int32_t pitch; /* values between neighbouring pixels of a block: block, or more with channels last (a slice of a wider value) */
    int32_t block; /* channels that lie together: all of them (channels last), or a divisor of them */
} vsd_tensor;

/* destination = relu?(scales * (source (*) weights + bias)) (+ destination, if accumulated, before relu).
 * Square kernel, cross-correlation, zero padding; padding may differ from side to side. */
typedef struct vsd_convolution {
    vsd_tensor source, destination;
    int32_t kernel, stride, dilation;
    int32_t pad_top, pad_left, pad_bottom, pad_right;
    int32_t weights_type; /* what the weights are kept as: VSD_F32, VSD_BF16; VSD_S8 with sources of 8 bits */
    int32_t accumulate, relu;
} vsd_convolution;

/* What a pass does with each pixel's channels, held in registers as f32. */
enum {
    VSD_LOAD = 0,   /* register = tensor */
    VSD_STORE = 1,  /* tensor = first, rounded to nearest even and saturated where it is of 8 bits */
    VSD_ADD = 2,    /* register = first + second */
    VSD_MULTIPLY = 3,
    VSD_AFFINE = 4, /* register = first * constants[scale + c] + constants[shift + c], then max(0, .) with relu */
    VSD_FACTOR = 5, /* register = first * vector[c]; tensor is the vector, f32 [channels] */
    VSD_RELU = 6,
    VSD_MEAN = 7    /* vector[c] = mean of first over all pixels; tensor is the vector */
};

/* How a tensor's pixels belong to those of the pass. */
enum {
    VSD_SAME = 0,
    VSD_DOUBLED = 1, /* LOAD: half as high and wide, each pixel four times (nearest neighbour) */
    VSD_POOLED = 2,  /* LOAD: twice as high and wide, the largest of each four */
    VSD_PHASES = 3,  /* LOAD: four maps half as high and wide, one after the other: pixels of even rows and columns, even rows and odd
                        columns, odd rows and even columns, odd rows and columns; height and width are those of one map */
    VSD_EVERY_SECOND = 4, /* STORE: even rows and columns only */
    VSD_BILINEAR = 5, /* LOAD: half as high and wide, enlarged bilinearly, pixel centres at half-integers */
    VSD_BILINEAR_CORNERS = 6 /* LOAD: the same, corner pixels on the corners */
};

enum { VSD_REGISTERS = 12 };

typedef struct vsd_instruction {
    int32_t operation, access, destination, first, second, relu;
    int64_t scale, shift; /* index of the first constant */
    vsd_tensor tensor;
} vsd_instruction;

VS_EXPORT int32_t vsd_abi_version(int32_t *version);

/* Copies the message of this thread's last failure, cut to capacity. */
VS_EXPORT int32_t vsd_last_error(char *buffer, int32_t capacity);

/* "oneDNN 2.6.3" */
VS_EXPORT int32_t vsd_library_version(char *buffer, int32_t capacity);

/* The instructions that oneDNN uses on this processor: "avx512_core_bf16"; ONEDNN_MAX_CPU_ISA lowers them. */
VS_EXPORT int32_t vsd_instruction_set(char *buffer, int32_t capacity);

/* Programs alive in the process. */
VS_EXPORT int32_t vsd_live_count(int64_t *programs);

/* threads: what its steps are spread over, 0 for OpenMP's own number. */
VS_EXPORT int32_t vsd_program_create(int32_t threads, vsd_program **program);
VS_EXPORT int32_t vsd_program_free(vsd_program *program);

/* Lets the program use the transformed weights of another, whose steps are all there and are added to this one in the same order: what is equal is
 * kept once. Before the first step is added; other may run meanwhile, and may be freed afterwards. */
VS_EXPORT int32_t vsd_program_share(vsd_program *program, const vsd_program *other);

/* Sets the size of the arena; once, before the first step is added. */
VS_EXPORT int32_t vsd_program_reserve(vsd_program *program, int64_t arena_bytes);

/* The picture, planes of float [channels, height, width], becomes tensor: value * scale, rounded where it is of 8 bits. */
VS_EXPORT int32_t vsd_program_add_input(vsd_program *program, const vsd_tensor *tensor, float scale);

/* weights [out, in, kernel, kernel], f32, or int8 where weights_type is VSD_S8; bias [out], f32; scales [out], for int8 only, else null. */
VS_EXPORT int32_t vsd_program_add_convolution(
    vsd_program *program, const vsd_convolution *convolution, const void *weights, const float *bias, const float *scales);

/* A pass over height x width pixels of channels each. */
VS_EXPORT int32_t vsd_program_add_pass(vsd_program *program, int32_t height, int32_t width, int32_t channels, const vsd_instruction *instructions,
    int32_t count, const float *constants, int64_t constant_count);

/* destination[out] = activation(weights [out, in] source[in] + bias[out]); vectors of f32 in the arena; bias may be null.
 * activation: 0 none, 1 relu, 2 sigmoid. */
VS_EXPORT int32_t vsd_program_add_dense(vsd_program *program, int64_t source, int32_t in, int64_t destination, int32_t out, const float *weights,
    const float *bias, int32_t activation);

/* A sparse convolution to few channels: plane o, float [height, width], at destination in the arena, gets
 * bias[o] + the sum over taps t of weights[o][t] . source[y + dy[t], x + dx[t]]; outside the picture lies zero.
 * source: VSD_F32 or VSD_BF16. weights [outputs, taps, channels]. */
VS_EXPORT int32_t vsd_program_add_projection(vsd_program *program, const vsd_tensor *source, int32_t outputs, int64_t destination, int32_t taps,
    const int32_t *dy, const int32_t *dx, const float *weights, const float *bias);

/* A tensor of VSD_F32 or VSD_BF16 as planes of float [channels, height, width] at destination in the arena. */
VS_EXPORT int32_t vsd_program_add_planes(vsd_program *program, const vsd_tensor *tensor, int64_t destination);

/* Convolutions among the steps for which oneDNN has nothing but its reference code, hundreds of times slower than the rest. */
VS_EXPORT int32_t vsd_program_reference_count(vsd_program *program, int64_t *count);

/* Convolutions among the steps that are computed with fewer products (winograd.h). */
VS_EXPORT int32_t vsd_program_winograd_count(vsd_program *program, int64_t *count);

/* Bytes of transformed weights alive in the process. */
VS_EXPORT int32_t vsd_winograd_bytes(int64_t *bytes);

/* Runs the steps: picture as add_input says; result gets count floats from the offset in the arena. */
VS_EXPORT int32_t vsd_program_run(vsd_program *program, const float *picture, int64_t offset, int64_t count, float *result);

/* Copies a value out of the arena as f32 [height, width, channels], as the last run left it. */
VS_EXPORT int32_t vsd_program_read(vsd_program *program, const vsd_tensor *tensor, float *values);

#ifdef __cplusplus
}
#endif

#endif
