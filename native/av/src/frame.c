#include <libavutil/frame.h>
#include <libavutil/imgutils.h>
#include <stdlib.h>
#include <string.h>

#include "compat.h"
#include "internal.h"

int32_t vsa_frame_create(vsa_frame **out)
{
    REQUIRE(out);
    vsa_frame *frame = calloc(1, sizeof *frame);
    if (!frame || !(frame->av = av_frame_alloc())) {
        free(frame);
        return fail(VS_OUT_OF_MEMORY, "no memory for a frame");
    }
    count_add(COUNT_FRAMES, 1);
    *out = frame;
    return VS_OK;
}

int32_t vsa_frame_free(vsa_frame *frame)
{
    if (!frame) return VS_OK;
    av_frame_free(&frame->av);
    count_add(COUNT_FRAMES, -1);
    free(frame);
    return VS_OK;
}

int32_t vsa_frame_clear(vsa_frame *frame)
{
    REQUIRE(frame);
    av_frame_unref(frame->av);
    return VS_OK;
}

void color_of_frame(const AVFrame *frame, vsa_color *color)
{
    *color = (vsa_color){frame->colorspace, frame->color_range, frame->color_primaries, frame->color_trc, frame->chroma_location};
}

void color_to_frame(const vsa_color *color, AVFrame *frame)
{
    frame->colorspace = color->matrix;
    frame->color_range = color->range;
    frame->color_primaries = color->primaries;
    frame->color_trc = color->transfer;
    frame->chroma_location = color->chroma_location;
}

static void describe_samples(const AVFrame *frame, vsa_frame_info *info)
{
    for (int i = 0; i < 4; i++) {
        info->plane[i] = frame->data[i];
        info->stride[i] = frame->linesize[i];
    }
}

void frame_describe(const AVFrame *frame, vsa_frame_info *info)
{
    describe_samples(frame, info);
    info->width = frame->width;
    info->height = frame->height;
    info->pixel_format = frame->format;
    info->sample_aspect_ratio = (vsa_rational){frame->sample_aspect_ratio.num, frame->sample_aspect_ratio.den};
    color_of_frame(frame, &info->color);
}

int32_t vsa_frame_allocate(vsa_frame *frame, vsa_pool *pool, vsa_frame_info *info)
{
    REQUIRE(frame && pool && info && !frame->av->buf[0]);
    state_begin();
    if (!pixel_format_is_readable(info->pixel_format)) return fail(VS_INVALID_ARGUMENT, "pixel format %d has no plain samples", info->pixel_format);
    if (info->width < 1 || info->height < 1 || av_image_check_size2((unsigned)info->width, (unsigned)info->height, INT64_C(1) << 28, AV_PIX_FMT_NONE, 0, NULL) < 0) {
        return fail(VS_INVALID_ARGUMENT, "a frame of %d x %d pixels", info->width, info->height);
    }
    frame->av->format = info->pixel_format;
    frame->av->width = info->width;
    frame->av->height = info->height;
    int error = pool_get_buffer(pool, frame->av);
    if (error < 0) {
        av_frame_unref(frame->av);
        return fail_av(error, "no memory for a frame");
    }
    color_to_frame(&info->color, frame->av);
    compat_set_fields(frame->av, info->flags & VSA_FRAME_INTERLACED, info->flags & VSA_FRAME_TOP_FIELD_FIRST);
    frame->av->sample_aspect_ratio = (AVRational){info->sample_aspect_ratio.num, info->sample_aspect_ratio.den};
    describe_samples(frame->av, info);
    return VS_OK;
}

/* Fills destination, empty, with a copy in memory of the pool. */
static int copy_frame(AVFrame *destination, const AVFrame *source, vsa_pool *pool)
{
    destination->format = source->format;
    destination->width = source->width;
    destination->height = source->height;
    int error = pool_get_buffer(pool, destination);
    if (error >= 0) error = av_frame_copy(destination, source);
    if (error >= 0) error = av_frame_copy_props(destination, source);
    if (error < 0) av_frame_unref(destination);
    return error;
}

int32_t vsa_frame_copy(vsa_frame *frame, const vsa_frame *source, vsa_pool *pool, vsa_frame_info *info)
{
    REQUIRE(frame && source && pool && info && !frame->av->buf[0] && source->av->buf[0]);
    state_begin();
    int error = copy_frame(frame->av, source->av, pool);
    if (error < 0) return fail_av(error, "cannot copy a frame");
    describe_samples(frame->av, info);
    return VS_OK;
}

int32_t vsa_frame_make_writable(vsa_frame *frame, vsa_pool *pool, vsa_frame_info *info)
{
    REQUIRE(frame && pool && info && frame->av->buf[0]);
    state_begin();
    if (av_frame_is_writable(frame->av)) return VS_OK;
    AVFrame *copy = av_frame_alloc();
    int error = copy ? copy_frame(copy, frame->av, pool) : AVERROR(ENOMEM);
    if (error >= 0) {
        av_frame_unref(frame->av);
        av_frame_move_ref(frame->av, copy);
        describe_samples(frame->av, info);
    }
    av_frame_free(&copy);
    return error < 0 ? fail_av(error, "cannot copy a frame") : VS_OK;
}
