/* libvideoseg_cuda: what this project computes on a GPU with kernels of its own: pictures to network input, what lies between convolutions, overlays.
 *
 * Conventions of videoseg/status.h hold: every function returns a status, and the message of a failure is fetched on the same thread with
 * vsc_last_error. The work is queued on the stream that is given; nothing waits for it, nothing is allocated, and all of it may be captured into a
 * CUDA graph. The structs are read before a function returns; the memory that they point to belongs to the device, and must live and stay as it is
 * until the work has ended. What can be known without reading that memory is checked: sizes, strides, alignment, room. Indices that lie in it
 * (starts, paths, points) are held within their bounds by the kernels.
 *
 * Arithmetic is that of IEEE 754 in a stated order, without contraction: the same sources compiled for the host (tests/) give the same bits.
 */
#ifndef VIDEOSEG_CUDA_H
#define VIDEOSEG_CUDA_H

#include <videoseg/status.h>

#define VSC_ABI_VERSION 1

#ifdef __cplusplus
extern "C" {
#endif

enum { VSC_F32 = 0, VSC_F16 = 1, VSC_BF16 = 2 };

/* A cudaStream_t (null: the default stream) of the device with this index. */
typedef struct vsc_queue {
    void *stream;
    int32_t device;
    int32_t reserved;
} vsc_queue;

/* One component of a picture. */
typedef struct vsc_samples {
    void *first;       /* the first sample of the first row; for words at any address */
    int64_t row_bytes; /* from row to row; may be negative */
    int32_t width, height;
    int32_t step_bytes; /* between horizontally neighbouring samples, at least the size of one */
    int32_t is_word;    /* 0: bytes; 1: little-endian words of two bytes */
    int32_t shift, depth; /* value = sample >> shift, of which depth bits count; bytes: 0 and 8 */
} vsc_samples;

/* ---- pictures to network input ---- */

/* How the samples of one axis are weighed for each target: those from starts[i] on, counts[i] of them, by weights[i * stride], ... */
typedef struct vsc_axis {
    const int32_t *starts, *counts; /* [size] */
    const float *weights;           /* [size, stride] */
    int32_t size, stride;
} vsc_axis;

/* target channel i = clamp(sum over j of matrix[4 i + j] * component j + matrix[4 i + 3], 0, 1). With one component only matrix[0] and
 * matrix[3] count, and the three channels are equal. */
typedef struct vsc_conversion {
    vsc_samples samples[3];
    vsc_axis x[3], y[3]; /* x: size is the width of the target; y: its height */
    float matrix[12];
    int32_t components; /* 1 or 3 */
    int32_t reserved;
} vsc_conversion;

/* One picture of a batch as the network reads it: [3, height, width], whatever the order in memory. */
typedef struct vsc_image {
    void *data;
    int64_t channel_stride, row_stride, pixel_stride; /* in values */
    int64_t capacity;                                 /* values from data on that may be written */
    int32_t type, height, width, reserved;
} vsc_image;

/* ---- between convolutions: maps [pictures, height, width, channels], channels next to each other ---- */

enum {
    VSC_SAME = 0,
    VSC_DOUBLED = 1, /* half as high and wide, each pixel four times (nearest neighbour) */
    VSC_PHASES = 2   /* four maps half as high and wide: pixels of even rows and columns; even rows, odd columns; odd rows, even columns; odd, odd */
};

enum { VSC_OPERANDS = 4, VSC_RESULTS = 2 };

typedef struct vsc_operand {
    const void *data[4]; /* the first alone, but for VSC_PHASES */
    int64_t pixel_stride, row_stride, picture_stride; /* in values */
    int64_t capacity;      /* values from each pointer on that may be read */
    const float *factor;   /* null, or what each channel is multiplied by: [pictures, channels] */
    int64_t factor_stride; /* values from picture to picture; 0: the same factors for all */
    int32_t access;
    int32_t multiply; /* 0: added to what the operands before it gave; 1: multiplied with it. The first: 0 */
} vsc_operand;

typedef struct vsc_result {
    void *data;
    int64_t pixel_stride, row_stride, picture_stride;
    int64_t capacity;
    const float *scale, *shift; /* null, or [channels]: value * scale + shift */
    int32_t relu;               /* then: max(value, 0) */
    int32_t reserved;
} vsc_result;

/* Every result is computed in f32 from the operands, in their order, and rounded to nearest even once. A result may lie where an operand of
 * VSC_SAME lies, with the same strides. */
typedef struct vsc_combination {
    vsc_operand operands[VSC_OPERANDS];
    vsc_result results[VSC_RESULTS];
    int32_t type, pictures, height, width, channels;
    int32_t operand_count, result_count;
    int32_t reserved;
} vsc_combination;

/* ---- overlays ---- */

enum { VSC_STROKES = 0, VSC_FILL = 1, VSC_PLATE = 2, VSC_HEATMAP = 3 };

typedef struct vsc_layer {
    int32_t kind;
    int32_t first_path, path_count; /* strokes, fill */
    int32_t left, top, right, bottom; /* the pixels that may be drawn on; heat map: what the planes are stretched over */
    float opacity;                    /* of what is drawn in the first colour; not of the heat map */
    float first[3];  /* the colour, in sample values; strokes: of the line; heat map: of probability 0 */
    float second[3]; /* strokes: colour of the casing; heat map: of probability 1/2 */
    float third[3];  /* heat map: of probability 1 */
    float second_opacity;           /* strokes: of the casing */
    float half_width, casing_width; /* strokes */
    float minimum[2], maximum[2], radius; /* plate */
} vsc_layer;

typedef struct vsc_path {
    int32_t first_point, point_count, is_closed;
    int32_t left, top, right, bottom; /* the pixels that it may touch */
} vsc_path;

typedef struct vsc_point {
    float x, y;
} vsc_point;

/* Layers from bottom to top; their ink is laid over each other in f32, and sample = sample * (1 - opacity) + colour * opacity is rounded once. A
 * chroma sample gets the mean over its pixels. Samples that get no ink stay as they are. */
typedef struct vsc_overlay {
    vsc_samples samples[3];
    const vsc_layer *layers;
    const vsc_path *paths;
    const vsc_point *points;
    const int32_t *rows;       /* null, or [height, 2]: of each row the first pixel that may be drawn on, and the first one behind it */
    const void *probabilities; /* of the heat map: [planes, plane_height, plane_width], f32 or f16; null where there is none */
    int64_t plane_stride;      /* values from plane to plane */
    int32_t probability_type, planes, plane_height, plane_width;
    int32_t layer_count, path_count, point_count;
    int32_t components;        /* 1 or 3 */
    int32_t width, height;     /* pixels */
    int32_t shift_x, shift_y;  /* log2 of the subsampling of the second and third component: 0 or 1 */
    int32_t left, top, right, bottom; /* the rectangle around all layers */
} vsc_overlay;

VS_EXPORT int32_t vsc_abi_version(int32_t *version);

/* Copies the message of this thread's last failure, cut to capacity. */
VS_EXPORT int32_t vsc_last_error(char *buffer, int32_t capacity);

/* The CUDA that it was built with: 13000 for 13.0; 0 for the build of the tests, which computes on the host when it is called. */
VS_EXPORT int32_t vsc_cuda_version(int32_t *version);

/* Whether the device is there and the kernels were built for it; says what is wrong. */
VS_EXPORT int32_t vsc_check_device(int32_t device);

VS_EXPORT int32_t vsc_convert(const vsc_queue *queue, const vsc_conversion *conversion, const vsc_image *target);
VS_EXPORT int32_t vsc_combine(const vsc_queue *queue, const vsc_combination *combination);
VS_EXPORT int32_t vsc_draw(const vsc_queue *queue, const vsc_overlay *overlay);

#ifdef __cplusplus
}
#endif

#endif
