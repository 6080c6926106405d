#include <string.h>

#include "codecs.h"
#include "error.h"

typedef int32_t (*decoder)(const vsi_input *, vsi_info *, const vsi_pixels *);

static decoder find_decoder(const vsi_input *input)
{
    static const uint8_t png[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    const uint8_t *p = input->data;
    if (input->size >= 3 && p[0] == 0xff && p[1] == 0xd8 && p[2] == 0xff) {
        return vsi_jpeg_decode;
    }
    if (input->size >= sizeof png && memcmp(p, png, sizeof png) == 0) {
        return vsi_png_decode;
    }
    /* 42: classic TIFF; 43: BigTIFF. */
    if (input->size >= 4 && ((memcmp(p, "II", 2) == 0 && (p[2] == 42 || p[2] == 43) && p[3] == 0) ||
                             (memcmp(p, "MM", 2) == 0 && p[2] == 0 && (p[3] == 42 || p[3] == 43)))) {
        return vsi_tiff_decode;
    }
    return NULL;
}

static int32_t decode(const uint8_t *data, int64_t size, int32_t flags, vsi_info *info, const vsi_pixels *pixels)
{
    if (data == NULL || size < 0 || (flags & ~VSI_PALETTE_INDICES) != 0) {
        return vsi_fail(VS_INVALID_ARGUMENT, "encoded picture: a null pointer, a negative size or an unknown flag");
    }
    if (size == 0) {
        return vsi_fail(VS_FAILED, "expected a JPEG, PNG or TIFF picture, found nothing (0 bytes)");
    }
    vsi_input input = {data, (size_t)size, flags};
    decoder found = find_decoder(&input);
    if (found == NULL) {
        char bytes[3 * 8 + 1] = "";
        for (int i = 0; i < 8 && i < size; i++) {
            static const char digits[] = "0123456789abcdef";
            memcpy(bytes + 3 * i, (char[]){' ', digits[data[i] >> 4], digits[data[i] & 15], 0}, 4);
        }
        return vsi_fail(VS_UNSUPPORTED, "expected a JPEG, PNG or TIFF picture, found data that begins with the bytes%s", bytes);
    }
    return found(&input, info, pixels);
}

int32_t vsi_abi_version(int32_t *version)
{
    if (version == NULL) {
        return vsi_fail(VS_INVALID_ARGUMENT, "vsi_abi_version: a null pointer");
    }
    *version = VSI_ABI_VERSION;
    return VS_OK;
}

int32_t vsi_probe(const uint8_t *data, int64_t size, int32_t flags, vsi_info *info)
{
    if (info == NULL) {
        return vsi_fail(VS_INVALID_ARGUMENT, "vsi_probe: a null pointer");
    }
    vsi_info found;
    int32_t status = decode(data, size, flags, &found, NULL);
    if (status == VS_OK) {
        *info = found;
    }
    return status;
}

int32_t vsi_decode(const uint8_t *data, int64_t size, int32_t flags, uint8_t *pixels, int64_t stride, int64_t capacity)
{
    vsi_info info;
    int32_t status = decode(data, size, flags, &info, NULL);
    if (status != VS_OK) {
        return status;
    }
    int64_t row = (int64_t)info.width * info.channels * (info.bits / 8);
    if (pixels == NULL || stride < row || capacity < stride * (info.height - 1) + row) {
        return vsi_fail(VS_INVALID_ARGUMENT, "the buffer is too small for %d x %d, %d channels, %d bits", info.width, info.height,
                        info.channels, info.bits);
    }
    vsi_pixels target = {pixels, stride, info.width, info.height, info.channels, info.bits};
    return decode(data, size, flags, &info, &target);
}

static int32_t check_pixels(const vsi_pixels *pixels)
{
    if (pixels->data == NULL || (pixels->channels != 1 && pixels->channels != 3) || (pixels->bits != 8 && pixels->bits != 16) ||
        pixels->width < 1 || pixels->height < 1 || pixels->stride < (int64_t)pixels->width * pixels->channels * (pixels->bits / 8)) {
        return vsi_fail(VS_INVALID_ARGUMENT, "pixels: a null pointer, an empty size, a short stride, or other than 1 or 3 channels of 8 or 16 bits");
    }
    return vsi_check_size((uint64_t)pixels->width, (uint64_t)pixels->height);
}

static int32_t check_jpeg(const vsi_pixels *pixels, int32_t quality, int32_t subsampling)
{
    if (quality < 1 || quality > 100 || (subsampling != 444 && subsampling != 422 && subsampling != 420)) {
        return vsi_fail(VS_INVALID_ARGUMENT, "JPEG: quality %d is not within 1 to 100, or subsampling %d is none of 444, 422, 420", quality,
                        subsampling);
    }
    return check_pixels(pixels);
}

static int32_t deliver(int32_t status, vsi_buffer *output, vsi_blob **blob)
{
    if (status != VS_OK) {
        vsi_buffer_free(output);
        return status;
    }
    return vsi_buffer_to_blob(output, blob);
}

/* The encoders read only, so that casting const away is sound. */
int32_t vsi_encode_jpeg(const uint8_t *data, int64_t stride, int32_t width, int32_t height, int32_t channels, int32_t quality,
                        int32_t subsampling, vsi_blob **blob)
{
    vsi_pixels pixels = {(uint8_t *)data, stride, width, height, channels, 8};
    int32_t status = blob == NULL ? vsi_fail(VS_INVALID_ARGUMENT, "vsi_encode_jpeg: a null pointer") : check_jpeg(&pixels, quality, subsampling);
    if (status != VS_OK) {
        return status;
    }
    vsi_buffer output = {0};
    return deliver(vsi_jpeg_encode(&pixels, quality, subsampling, &output), &output, blob);
}

int32_t vsi_encode_png(const uint8_t *data, int64_t stride, int32_t width, int32_t height, int32_t channels, int32_t bits, int32_t level,
                       vsi_blob **blob)
{
    vsi_pixels pixels = {(uint8_t *)data, stride, width, height, channels, bits};
    int32_t status = blob == NULL || level < 0 || level > 9
        ? vsi_fail(VS_INVALID_ARGUMENT, "vsi_encode_png: a null pointer, or level %d is not within 0 to 9", level)
        : check_pixels(&pixels);
    if (status != VS_OK) {
        return status;
    }
    vsi_buffer output = {0};
    return deliver(vsi_png_encode(&pixels, level, &output), &output, blob);
}

int32_t vsi_encode_tiff(const uint8_t *data, int64_t stride, int32_t width, int32_t height, int32_t channels, int32_t bits, vsi_blob **blob)
{
    vsi_pixels pixels = {(uint8_t *)data, stride, width, height, channels, bits};
    int32_t status = blob == NULL ? vsi_fail(VS_INVALID_ARGUMENT, "vsi_encode_tiff: a null pointer") : check_pixels(&pixels);
    if (status != VS_OK) {
        return status;
    }
    vsi_buffer output = {0};
    return deliver(vsi_tiff_encode(&pixels, &output), &output, blob);
}
