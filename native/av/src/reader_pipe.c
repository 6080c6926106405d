#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "internal.h"

#define BUFFER_BYTES (1 << 16)
#define LOOK_MS 20 /* how often a wait looks whether it is to end */

/* FFmpeg's own pipes block in read(), where neither a time-out nor a cancellation reaches them. */
static int read_pipe(void *opaque, uint8_t *buffer, int size)
{
    vsa_reader *reader = opaque;
    for (;;) {
        if (guard_check(&reader->guard)) return AVERROR_EXIT;
        struct pollfd wait = {reader->pipe_file, POLLIN, 0};
        int ready = poll(&wait, 1, LOOK_MS);
        if (ready < 0 && errno != EINTR) return AVERROR(errno);
        if (ready <= 0) continue;
        ssize_t count = read(reader->pipe_file, buffer, (size_t)size);
        if (count > 0) return (int)count;
        if (count == 0) return AVERROR_EOF;
        if (errno != EINTR && errno != EAGAIN) return AVERROR(errno);
    }
}

/* Its file descriptor; -1: the URL is no pipe. */
static int open_file(const char *url)
{
    struct stat status;
    if (!strcmp(url, "pipe:0") || !strcmp(url, "pipe:")) return dup(STDIN_FILENO);
    const char *path = strncmp(url, "file:", 5) ? url : url + 5;
    /* Not to wait here for somebody who writes into it: that counts for the time-out. */
    return stat(path, &status) == 0 && S_ISFIFO(status.st_mode) ? open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC) : -1;
}

int32_t reader_pipe_open(vsa_reader *reader, const char *url)
{
    int file = open_file(url);
    if (file < 0) return VS_OK;
    uint8_t *buffer = av_malloc(BUFFER_BYTES);
    reader->pipe_file = file;
    reader->pipe = buffer ? avio_alloc_context(buffer, BUFFER_BYTES, 0, reader, read_pipe, NULL, NULL) : NULL;
    if (!reader->pipe) {
        av_free(buffer);
        close(file);
        return fail(VS_OUT_OF_MEMORY, "no memory for a reader");
    }
    reader->format->pb = reader->pipe;
    reader->format->flags |= AVFMT_FLAG_CUSTOM_IO;
    return VS_OK;
}

void reader_pipe_close(vsa_reader *reader)
{
    if (!reader->pipe) return;
    av_freep(&reader->pipe->buffer);
    avio_context_free(&reader->pipe);
    close(reader->pipe_file);
}
