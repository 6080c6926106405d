/* Outputs into memory: what the container writes is collected until it is taken. */
#include <string.h>

#include "internal.h"

#define IO_BYTES 32768
#define FIRST_BYTES 65536

static int collect(void *opaque, uint8_t *data, int size)
{
    memory_output *memory = opaque;
    size_t needed = (size_t)memory->size + (size_t)size + AV_INPUT_BUFFER_PADDING_SIZE;
    if (!memory->buffer || memory->buffer->size < needed) {
        size_t larger = memory->buffer ? memory->buffer->size * 2 : FIRST_BYTES;
        int error = av_buffer_realloc(&memory->buffer, FFMAX(needed, larger));
        if (error < 0) return error;
    }
    memcpy(memory->buffer->data + memory->size, data, (size_t)size);
    memory->size += size;
    return size;
}

int memory_open(vsa_writer *writer)
{
    uint8_t *buffer = av_malloc(IO_BYTES);
    if (!buffer) return AVERROR(ENOMEM);
    writer->format->pb = avio_alloc_context(buffer, IO_BYTES, 1, &writer->memory, NULL, collect, NULL);
    if (!writer->format->pb) {
        av_free(buffer);
        return AVERROR(ENOMEM);
    }
    return 0;
}

void memory_close(vsa_writer *writer)
{
    if (writer->format && writer->format->pb) {
        av_freep(&writer->format->pb->buffer);
        avio_context_free(&writer->format->pb);
    }
    av_buffer_unref(&writer->memory.buffer);
}

int32_t vsa_writer_flush(vsa_writer *writer)
{
    REQUIRE(writer && writer->opened && !writer->finished);
    state_begin();
    guard_arm(&writer->guard, writer->write_timeout_us);
    int error = writer->format->oformat->flags & AVFMT_ALLOW_FLUSH ? av_write_frame(writer->format, NULL) : 0;
    if (error >= 0 && writer->format->pb) {
        avio_flush(writer->format->pb);
        error = writer->format->pb->error;
    }
    return error < 0 ? guard_fail(&writer->guard, error, "cannot write") : VS_OK;
}

int32_t vsa_writer_take(vsa_writer *writer, vsa_packet *packet, vsa_packet_info *info)
{
    REQUIRE(writer && packet && info && !packet->av->buf && writer->to_memory);
    state_begin();
    if (writer->format->pb) avio_flush(writer->format->pb);
    memory_output *memory = &writer->memory;
    if (memory->size == 0) return VS_AGAIN;
    memset(memory->buffer->data + memory->size, 0, AV_INPUT_BUFFER_PADDING_SIZE);
    packet->av->buf = memory->buffer;
    packet->av->data = memory->buffer->data;
    packet->av->size = memory->size;
    *memory = (memory_output){0};
    packet_describe(packet->av, info);
    return VS_OK;
}
