#include "png_error.h"

#include <stdio.h>

void vsi_png_on_error(png_structp codec, png_const_charp message)
{
    vsi_png_error *error = png_get_error_ptr(codec);
    snprintf(error->message, sizeof error->message, "%s", message);
    png_longjmp(codec, 1);
}

void vsi_png_on_warning(png_structp codec, png_const_charp message)
{
    (void)codec;
    (void)message;
}
