/* JPEG, PNG and TIFF between memory and packed pixels, over libjpeg-turbo, libpng and libtiff.
 *
 * Pixels are rows of packed samples, top row first: 1 channel (gray) or 3 (red, green, blue); 8 bits in one byte or 16 bits in two,
 * little endian. A stride is the distance between rows in bytes and at least channels * bits / 8 * width.
 *
 * The format of encoded bytes is told by their content, never by a file's name. Bytes from strangers are safe to hand in: sizes are
 * limited (VSI_MAX_SIDE, VSI_MAX_PIXELS), and damaged or truncated data is an error, not a partly filled picture.
 *
 * Every function may be called from any thread at any time; none keeps state between calls but the message of the calling thread's
 * last error. The conventions of videoseg/status.h apply.
 */
#ifndef VIDEOSEG_IMAGE_H
#define VIDEOSEG_IMAGE_H

#include <videoseg/status.h>

#define VSI_ABI_VERSION 1

/* Largest width or height, in pixels (JPEG's own limit is 65,500). */
#define VSI_MAX_SIDE 65500
/* Largest width * height. */
#define VSI_MAX_PIXELS 400000000

enum { VSI_JPEG = 1, VSI_PNG = 2, VSI_TIFF = 3 };

/* Flags of vsi_probe and vsi_decode. */
enum {
    /* A picture with a palette is delivered as its 8-bit palette indices in one channel, instead of as colours; a gray PNG of 1, 2 or 4 bits
     * as its numbers, instead of stretched to 8 bits. */
    VSI_PALETTE_INDICES = 1
};

typedef struct vsi_info {
    int32_t container;   /* VSI_JPEG, VSI_PNG or VSI_TIFF */
    int32_t width;       /* as stored, before orientation */
    int32_t height;
    int32_t channels;    /* 1 or 3 */
    int32_t bits;        /* of a sample: 8 or 16 */
    int32_t orientation; /* 1 to 8 as in TIFF and EXIF; 1 where the data says nothing */
} vsi_info;

/* The ABI version of the library: VSI_ABI_VERSION of the header it was built with. */
VS_EXPORT int32_t vsi_abi_version(int32_t *version);

/* Copies the message of the calling thread's last failure, zero-terminated and cut to capacity. */
VS_EXPORT int32_t vsi_last_error(char *buffer, int32_t capacity);

/* "libjpeg-turbo 2.1.5, libpng 1.6.39, libtiff 4.5.0", cut to capacity. libjpeg-turbo's is that of the build; it cannot be asked. */
VS_EXPORT int32_t vsi_library_versions(char *buffer, int32_t capacity);

/* Reads the header. Of a TIFF with several pages the first is meant.
 * VS_UNSUPPORTED: another format, or a kind of picture that is not read. VS_FAILED: damaged. */
VS_EXPORT int32_t vsi_probe(const uint8_t *data, int64_t size, int32_t flags, vsi_info *info);

/* Decodes into pixels, which holds capacity bytes; the size is what vsi_probe says with the same flags. Alpha is dropped; fewer than
 * 8 bits are scaled up to 8; CMYK becomes RGB by multiplication; embedded profiles are ignored; orientation is not applied.
 * After a failure the contents of pixels are undefined. */
VS_EXPORT int32_t vsi_decode(const uint8_t *data, int64_t size, int32_t flags, uint8_t *pixels, int64_t stride, int64_t capacity);

/* Encoded bytes; freed with vsi_blob_free. */
typedef struct vsi_blob vsi_blob;

/* The bytes of a blob, which keeps them. */
VS_EXPORT int32_t vsi_blob_data(const vsi_blob *blob, const uint8_t **data, int64_t *size);

/* Frees a blob; null is allowed. */
VS_EXPORT int32_t vsi_blob_free(vsi_blob *blob);

/* Number of blobs alive in the process, for leak tests. */
VS_EXPORT int32_t vsi_live_blobs(int64_t *count);

/* Encodes 8-bit pixels as baseline JPEG. quality: 1 to 100 (libjpeg's scale). subsampling of chroma, of no meaning for gray:
 * 444, 422 or 420. */
VS_EXPORT int32_t vsi_encode_jpeg(const uint8_t *pixels, int64_t stride, int32_t width, int32_t height, int32_t channels,
                                  int32_t quality, int32_t subsampling, vsi_blob **blob);

/* Encodes 8- or 16-bit pixels as PNG. level: zlib's, 0 (none) to 9 (smallest). */
VS_EXPORT int32_t vsi_encode_png(const uint8_t *pixels, int64_t stride, int32_t width, int32_t height, int32_t channels, int32_t bits,
                                 int32_t level, vsi_blob **blob);

/* Encodes 8- or 16-bit pixels as TIFF (one page, strips, Deflate with horizontal differencing). */
VS_EXPORT int32_t vsi_encode_tiff(const uint8_t *pixels, int64_t stride, int32_t width, int32_t height, int32_t channels, int32_t bits,
                                  vsi_blob **blob);

#endif
