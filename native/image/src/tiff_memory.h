/* libtiff on memory. */
#ifndef VSI_TIFF_MEMORY_H
#define VSI_TIFF_MEMORY_H

#include <tiffio.h>

#include "buffer.h"
#include "error.h"

typedef struct vsi_tiff_memory {
    const uint8_t *input; /* when reading */
    size_t input_size;
    vsi_buffer *output;   /* when writing */
    uint64_t position;
    char message[256];    /* the first error */
} vsi_tiff_memory;

/* Opens for reading (input set) or writing (output set). memory must outlive the result; null on failure, with memory->message set. */
TIFF *vsi_tiff_open(vsi_tiff_memory *memory);

#endif
