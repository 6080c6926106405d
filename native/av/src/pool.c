#include <libavutil/imgutils.h>
#include <libavutil/pixdesc.h>
#include <stdlib.h>

#include "internal.h"

#define ALIGNMENT 64

/* One AVBufferPool for the size and format in use; frames of another start a new one. The old one lives until its last buffer is back. */
struct vsa_pool {
    pthread_mutex_t lock;
    AVBufferPool *buffers;
    int format, width, height;
};

int32_t vsa_pool_create(vsa_pool **out)
{
    REQUIRE(out);
    vsa_pool *pool = calloc(1, sizeof *pool);
    if (!pool) return fail(VS_OUT_OF_MEMORY, "no memory for a pool");
    pthread_mutex_init(&pool->lock, NULL);
    count_add(COUNT_POOLS, 1);
    *out = pool;
    return VS_OK;
}

int32_t vsa_pool_free(vsa_pool *pool)
{
    if (!pool) return VS_OK;
    av_buffer_pool_uninit(&pool->buffers);
    pthread_mutex_destroy(&pool->lock);
    count_add(COUNT_POOLS, -1);
    free(pool);
    return VS_OK;
}

static AVBufferRef *get(vsa_pool *pool, const AVFrame *frame, int size)
{
    pthread_mutex_lock(&pool->lock);
    if (pool->format != frame->format || pool->width != frame->width || pool->height != frame->height || !pool->buffers) {
        av_buffer_pool_uninit(&pool->buffers);
        pool->buffers = av_buffer_pool_init((size_t)size, NULL);
        pool->format = frame->format;
        pool->width = frame->width;
        pool->height = frame->height;
    }
    AVBufferRef *buffer = pool->buffers ? av_buffer_pool_get(pool->buffers) : NULL;
    pthread_mutex_unlock(&pool->lock);
    return buffer;
}

int pool_get_buffer(vsa_pool *pool, AVFrame *frame)
{
    int aligned = FFALIGN(frame->width, ALIGNMENT);
    int size = av_image_get_buffer_size(frame->format, aligned, frame->height, ALIGNMENT);
    if (size < 0) return size;
    frame->buf[0] = get(pool, frame, size + ALIGNMENT);
    if (!frame->buf[0]) return AVERROR(ENOMEM);
    uint8_t *start = (uint8_t *)FFALIGN((uintptr_t)frame->buf[0]->data, ALIGNMENT);
    int result = av_image_fill_arrays(frame->data, frame->linesize, start, frame->format, aligned, frame->height, ALIGNMENT);
    frame->extended_data = frame->data;
    return result < 0 ? result : 0;
}
