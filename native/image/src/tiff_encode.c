#include <stdlib.h>
#include <string.h>

#include "codecs.h"
#include "tiff_memory.h"

/* row: room for one row; differencing changes what is handed to libtiff. */
static int write_all(TIFF *tiff, const vsi_pixels *pixels, uint8_t *row, size_t row_bytes)
{
    int set = TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, (uint32_t)pixels->width) &&
              TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, (uint32_t)pixels->height) &&
              TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, pixels->bits) && TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, pixels->channels) &&
              TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, pixels->channels == 1 ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_RGB) &&
              TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG) &&
              TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE) &&
              TIFFSetField(tiff, TIFFTAG_PREDICTOR, PREDICTOR_HORIZONTAL) &&
              TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, TIFFDefaultStripSize(tiff, 0));
    for (int32_t y = 0; set && y < pixels->height; y++) {
        memcpy(row, pixels->data + y * pixels->stride, row_bytes);
        if (TIFFWriteScanline(tiff, row, (uint32_t)y, 0) < 0) {
            return 0;
        }
    }
    return set && TIFFWriteDirectory(tiff);
}

int32_t vsi_tiff_encode(const vsi_pixels *pixels, vsi_buffer *output)
{
    vsi_tiff_memory memory = {.output = output};
    size_t row_bytes = (size_t)pixels->width * pixels->channels * (pixels->bits / 8);
    uint8_t *row = malloc(row_bytes);
    if (row == NULL) {
        return vsi_fail(VS_OUT_OF_MEMORY, "no memory for a row of the picture");
    }
    TIFF *tiff = vsi_tiff_open(&memory);
    int written = tiff != NULL && write_all(tiff, pixels, row, row_bytes);
    if (tiff != NULL) {
        TIFFClose(tiff);
    }
    free(row);
    return written && memory.message[0] == 0 ? VS_OK : vsi_fail(VS_FAILED, "the TIFF cannot be written: %s", memory.message);
}
