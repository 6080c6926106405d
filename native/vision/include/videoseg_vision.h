/* libvideoseg_vision: optical flow, over OpenCV.
 *
 * Conventions of videoseg/status.h hold: every function returns a status, and the message of a failure is fetched on the same thread with
 * vsv_last_error. A flow is used by one thread at a time, any thread. OpenCV starts no threads of its own here.
 */
#ifndef VIDEOSEG_VISION_H
#define VIDEOSEG_VISION_H

#include <videoseg/status.h>

#define VSV_ABI_VERSION 1

#ifdef __cplusplus
extern "C" {
#endif

typedef struct vsv_flow vsv_flow;

VS_EXPORT int32_t vsv_abi_version(int32_t *version);

/* Copies the message of this thread's last failure, cut to capacity. */
VS_EXPORT int32_t vsv_last_error(char *buffer, int32_t capacity);

/* "OpenCV 4.6.0" */
VS_EXPORT int32_t vsv_library_version(char *buffer, int32_t capacity);

/* Flows alive in the process. */
VS_EXPORT int32_t vsv_live_count(int64_t *flows);

/* Dense optical flow by dense inverse search (T. Kroeger, R. Timofte, D. Dai, L. Van Gool, ECCV 2016) for gray pictures of one size. */
VS_EXPORT int32_t vsv_flow_create(int32_t width, int32_t height, vsv_flow **flow);
VS_EXPORT int32_t vsv_flow_free(vsv_flow *flow);

/* For each pixel (x, y) of from, the way (dx, dy) in pixels to where the same thing lies in to: displacement holds width x height pairs of
 * float, row after row. The pictures are 8-bit gray without padding, at least 16 pixels a side. */
VS_EXPORT int32_t vsv_flow_compute(vsv_flow *flow, const uint8_t *from, const uint8_t *to, float *displacement);

#ifdef __cplusplus
}
#endif

#endif
