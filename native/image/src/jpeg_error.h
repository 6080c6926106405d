/* libjpeg's errors as a message and a jump. */
#ifndef VSI_JPEG_ERROR_H
#define VSI_JPEG_ERROR_H

#include <stddef.h>
#include <stdio.h>

#include <jpeglib.h>
#include <setjmp.h>

#include "error.h"

typedef struct vsi_jpeg_error {
    struct jpeg_error_mgr base; /* first: libjpeg sees only this */
    jmp_buf jump;
    char damage[JMSG_LENGTH_MAX]; /* the first warning that means missing or wrong pixels; empty if none */
    char fatal[JMSG_LENGTH_MAX];
} vsi_jpeg_error;

/* Sets up error; the caller must setjmp(error->jump) before any other call into libjpeg. */
struct jpeg_error_mgr *vsi_jpeg_error_init(vsi_jpeg_error *error);

#endif
