#include <stdio.h>

#include <jpeglib.h>
#include <png.h>
#include <tiffio.h>

#include "error.h"

#define TEXT_OF(value) #value
#define TEXT(value) TEXT_OF(value)

#ifdef LIBJPEG_TURBO_VERSION
#define JPEG_VERSION "libjpeg-turbo " TEXT(LIBJPEG_TURBO_VERSION)
#else
#define JPEG_VERSION "libjpeg " TEXT(JPEG_LIB_VERSION)
#endif

int32_t vsi_library_versions(char *buffer, int32_t capacity)
{
    if (buffer == NULL || capacity < 1) {
        return vsi_fail(VS_INVALID_ARGUMENT, "vsi_library_versions: a null pointer or no capacity");
    }
    /* "LIBTIFF, Version 4.5.0", and a copyright on the lines below. */
    char tiff[32] = "";
    sscanf(TIFFGetVersion(), "LIBTIFF, Version %31s", tiff);
    snprintf(buffer, (size_t)capacity, JPEG_VERSION ", libpng %s, libtiff %s", png_get_libpng_ver(NULL), tiff);
    return VS_OK;
}
