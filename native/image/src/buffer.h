/* A growing byte buffer that the encoders write into; handed out as a vsi_blob. */
#ifndef VSI_BUFFER_H
#define VSI_BUFFER_H

#include <stddef.h>
#include <videoseg_image.h>

typedef struct vsi_buffer {
    uint8_t *data;
    size_t size;     /* bytes written */
    size_t capacity; /* bytes allocated */
} vsi_buffer;

/* Makes room for capacity bytes; 0 when there is no memory (the buffer is then unchanged). */
int vsi_buffer_reserve(vsi_buffer *buffer, size_t capacity);

/* Appends bytes; 0 when there is no memory. */
int vsi_buffer_append(vsi_buffer *buffer, const void *data, size_t size);

void vsi_buffer_free(vsi_buffer *buffer);

/* Moves the buffer into a new blob; on failure it is freed. */
int32_t vsi_buffer_to_blob(vsi_buffer *buffer, vsi_blob **blob);

#endif
