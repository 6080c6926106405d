/* libpng's errors as a message and a jump. */
#ifndef VSI_PNG_ERROR_H
#define VSI_PNG_ERROR_H

#include <png.h>

#include "error.h"

typedef struct vsi_png_error {
    char message[256];
} vsi_png_error;

/* The error and warning functions for png_create_*_struct, whose error pointer is a vsi_png_error. */
void vsi_png_on_error(png_structp codec, png_const_charp message);
void vsi_png_on_warning(png_structp codec, png_const_charp message);

#endif
