#include "buffer.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"

struct vsi_blob {
    vsi_buffer bytes;
};

static atomic_llong live_blobs;

int vsi_buffer_reserve(vsi_buffer *buffer, size_t capacity)
{
    if (capacity <= buffer->capacity) {
        return 1;
    }
    size_t grown = buffer->capacity + buffer->capacity / 2;
    size_t wanted = grown > capacity ? grown : capacity;
    uint8_t *data = realloc(buffer->data, wanted);
    if (data == NULL) {
        return 0;
    }
    buffer->data = data;
    buffer->capacity = wanted;
    return 1;
}

int vsi_buffer_append(vsi_buffer *buffer, const void *data, size_t size)
{
    if (!vsi_buffer_reserve(buffer, buffer->size + size)) {
        return 0;
    }
    memcpy(buffer->data + buffer->size, data, size);
    buffer->size += size;
    return 1;
}

void vsi_buffer_free(vsi_buffer *buffer)
{
    free(buffer->data);
    *buffer = (vsi_buffer){0};
}

int32_t vsi_buffer_to_blob(vsi_buffer *buffer, vsi_blob **blob)
{
    vsi_blob *made = malloc(sizeof *made);
    if (made == NULL) {
        vsi_buffer_free(buffer);
        return vsi_fail(VS_OUT_OF_MEMORY, "no memory for the encoded picture");
    }
    made->bytes = *buffer;
    *buffer = (vsi_buffer){0};
    atomic_fetch_add(&live_blobs, 1);
    *blob = made;
    return VS_OK;
}

int32_t vsi_blob_data(const vsi_blob *blob, const uint8_t **data, int64_t *size)
{
    if (blob == NULL || data == NULL || size == NULL) {
        return vsi_fail(VS_INVALID_ARGUMENT, "vsi_blob_data: a null pointer");
    }
    *data = blob->bytes.data;
    *size = (int64_t)blob->bytes.size;
    return VS_OK;
}

int32_t vsi_blob_free(vsi_blob *blob)
{
    if (blob != NULL) {
        vsi_buffer_free(&blob->bytes);
        free(blob);
        atomic_fetch_sub(&live_blobs, 1);
    }
    return VS_OK;
}

int32_t vsi_live_blobs(int64_t *count)
{
    if (count == NULL) {
        return vsi_fail(VS_INVALID_ARGUMENT, "vsi_live_blobs: a null pointer");
    }
    *count = atomic_load(&live_blobs);
    return VS_OK;
}
