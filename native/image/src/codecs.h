/* One decoder and one encoder a format. The arguments have been checked by api.c. */
#ifndef VSI_CODECS_H
#define VSI_CODECS_H

#include <stddef.h>

#include "buffer.h"

typedef struct vsi_input {
    const uint8_t *data;
    size_t size;
    int32_t flags;
} vsi_input;

typedef struct vsi_pixels {
    uint8_t *data;
    int64_t stride;
    int32_t width;
    int32_t height;
    int32_t channels;
    int32_t bits;
} vsi_pixels;

/* Reads the header into info. With pixels, checks that their shape is the header's and decodes into them. */
int32_t vsi_jpeg_decode(const vsi_input *input, vsi_info *info, const vsi_pixels *pixels);
int32_t vsi_png_decode(const vsi_input *input, vsi_info *info, const vsi_pixels *pixels);
int32_t vsi_tiff_decode(const vsi_input *input, vsi_info *info, const vsi_pixels *pixels);

/* Append to output, which stays the caller's, also on failure. */
int32_t vsi_jpeg_encode(const vsi_pixels *pixels, int32_t quality, int32_t subsampling, vsi_buffer *output);
int32_t vsi_png_encode(const vsi_pixels *pixels, int32_t level, vsi_buffer *output);
int32_t vsi_tiff_encode(const vsi_pixels *pixels, vsi_buffer *output);

#endif
