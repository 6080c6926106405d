#include "tiff_memory.h"

#include <stdio.h>
#include <string.h>

static uint64_t size_of(const vsi_tiff_memory *memory)
{
    return memory->output != NULL ? memory->output->size : memory->input_size;
}

static tmsize_t on_read(thandle_t handle, void *target, tmsize_t size)
{
    vsi_tiff_memory *memory = handle;
    const uint8_t *source = memory->output != NULL ? memory->output->data : memory->input;
    uint64_t left = memory->position < size_of(memory) ? size_of(memory) - memory->position : 0;
    uint64_t count = (uint64_t)size < left ? (uint64_t)size : left;
    if (count > 0) {
        memcpy(target, source + memory->position, count);
        memory->position += count;
    }
    return (tmsize_t)count;
}

static tmsize_t on_write(thandle_t handle, void *source, tmsize_t size)
{
    vsi_tiff_memory *memory = handle;
    vsi_buffer *output = memory->output;
    if (output == NULL || size < 0) {
        return -1;
    }
    uint64_t end = memory->position + (uint64_t)size;
    if (!vsi_buffer_reserve(output, end)) {
        return -1;
    }
    if (memory->position > output->size) {
        memset(output->data + output->size, 0, memory->position - output->size);
    }
    memcpy(output->data + memory->position, source, (size_t)size);
    memory->position = end;
    if (end > output->size) {
        output->size = end;
    }
    return size;
}

static toff_t on_seek(thandle_t handle, toff_t offset, int origin)
{
    vsi_tiff_memory *memory = handle;
    uint64_t base = origin == SEEK_SET ? 0 : origin == SEEK_CUR ? memory->position : size_of(memory);
    memory->position = base + offset;
    return memory->position;
}

static toff_t on_size(thandle_t handle)
{
    return size_of(handle);
}

static int on_close(thandle_t handle)
{
    (void)handle;
    return 0;
}

static int on_error(TIFF *tiff, void *data, const char *module, const char *format, va_list arguments)
{
    (void)tiff;
    (void)module;
    vsi_tiff_memory *memory = data;
    if (memory->message[0] == 0) {
        vsnprintf(memory->message, sizeof memory->message, format, arguments);
    }
    return 1;
}

static int on_warning(TIFF *tiff, void *data, const char *module, const char *format, va_list arguments)
{
    (void)tiff;
    (void)data;
    (void)module;
    (void)format;
    (void)arguments;
    return 1;
}

TIFF *vsi_tiff_open(vsi_tiff_memory *memory)
{
    TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
    if (options == NULL) {
        snprintf(memory->message, sizeof memory->message, "no memory");
        return NULL;
    }
    /* Nothing that a picture within the limits needs is larger than all its samples together. */
    TIFFOpenOptionsSetMaxSingleMemAlloc(options, (tmsize_t)VSI_MAX_PIXELS * 8);
    TIFFOpenOptionsSetErrorHandlerExtR(options, on_error, memory);
    TIFFOpenOptionsSetWarningHandlerExtR(options, on_warning, NULL);
    /* m: no memory mapping. */
    TIFF *tiff = TIFFClientOpenExt("memory", memory->output != NULL ? "w" : "rm", memory, on_read, on_write, on_seek, on_close, on_size,
                                   NULL, NULL, options);
    TIFFOpenOptionsFree(options);
    if (tiff == NULL && memory->message[0] == 0) {
        snprintf(memory->message, sizeof memory->message, "no TIFF directory");
    }
    return tiff;
}
