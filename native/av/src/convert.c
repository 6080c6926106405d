#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <stdlib.h>

#include "internal.h"

struct vsa_converter {
    struct SwsContext *context;
    AVFrame *source;
};

int32_t vsa_converter_create(vsa_converter **out)
{
    REQUIRE(out);
    vsa_converter *converter = calloc(1, sizeof *converter);
    if (!converter || !(converter->source = av_frame_alloc())) {
        free(converter);
        return fail(VS_OUT_OF_MEMORY, "no memory for a converter");
    }
    count_add(COUNT_CONVERTERS, 1);
    *out = converter;
    return VS_OK;
}

int32_t vsa_converter_free(vsa_converter *converter)
{
    if (!converter) return VS_OK;
    sws_freeContext(converter->context);
    av_frame_free(&converter->source);
    count_add(COUNT_CONVERTERS, -1);
    free(converter);
    return VS_OK;
}

static bool is_full_range(const AVFrame *frame)
{
    const AVPixFmtDescriptor *d = av_pix_fmt_desc_get(frame->format);
    enum AVPixelFormat format = frame->format;
    if (d->flags & AV_PIX_FMT_FLAG_RGB || pixel_format_normalise(&format)) return true;
    if (frame->color_range != AVCOL_RANGE_UNSPECIFIED) return frame->color_range == AVCOL_RANGE_JPEG;
    return d->nb_components < 3;
}

/* The convention of players for untagged video: high definition is BT.709. */
int convert_matrix(const AVFrame *frame)
{
    int matrix = frame->colorspace;
    if (matrix == AVCOL_SPC_UNSPECIFIED || matrix == AVCOL_SPC_RGB) matrix = frame->height >= 720 || frame->width >= 1280 ? AVCOL_SPC_BT709 : AVCOL_SPC_SMPTE170M;
    return matrix;
}

typedef struct shape {
    const char *name;
    int64_t value;
} shape;

/* Like sws_getCachedContext, which knows nothing of ranges: swscale settles at its opening whether samples of one format are merely copied. */
static int get_context(struct SwsContext **context, const shape shapes[], int count)
{
    int64_t value;
    bool is_same = *context;
    for (int i = 0; i < count && is_same; i++) is_same = av_opt_get_int(*context, shapes[i].name, 0, &value) >= 0 && value == shapes[i].value;
    if (is_same) return 0;
    sws_freeContext(*context);
    *context = sws_alloc_context();
    if (!*context) return AVERROR(ENOMEM);
    for (int i = 0; i < count; i++) av_opt_set_int(*context, shapes[i].name, shapes[i].value, 0);
    int error = sws_init_context(*context, NULL, NULL);
    if (error >= 0) return 0;
    sws_freeContext(*context);
    *context = NULL;
    return AVERROR(ENOSYS);
}

int convert_frame(struct SwsContext **context, const AVFrame *source, AVFrame *destination)
{
    /* swscale forgets the J of yuvj420p; the range is told apart. */
    enum AVPixelFormat from = source->format, to = destination->format;
    pixel_format_normalise(&from);
    pixel_format_normalise(&to);
    bool is_source_full = is_full_range(source), is_destination_full = is_full_range(destination);
    if (convert_color(source, is_source_full, destination, is_destination_full)) return 0;
    const shape shapes[] = {
        {"srcw", source->width}, {"srch", source->height}, {"src_format", from}, {"src_range", is_source_full},
        {"dstw", destination->width}, {"dsth", destination->height}, {"dst_format", to}, {"dst_range", is_destination_full},
        {"sws_flags", SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP},
    };
    int error = get_context(context, shapes, sizeof shapes / sizeof *shapes);
    if (error < 0) return error;
    bool source_is_rgb = av_pix_fmt_desc_get(source->format)->flags & AV_PIX_FMT_FLAG_RGB;
    bool destination_is_rgb = av_pix_fmt_desc_get(destination->format)->flags & AV_PIX_FMT_FLAG_RGB;
    int source_matrix = convert_matrix(source_is_rgb ? destination : source);
    int destination_matrix = convert_matrix(destination_is_rgb ? source : destination);
    sws_setColorspaceDetails(*context, sws_getCoefficients(source_matrix), is_source_full, sws_getCoefficients(destination_matrix),
                             is_destination_full, 0, 1 << 16, 1 << 16);
    int rows = sws_scale(*context, (const uint8_t *const *)source->data, source->linesize, 0, source->height, destination->data, destination->linesize);
    return rows < 0 ? rows : 0;
}

int32_t vsa_converter_convert(vsa_converter *converter, const vsa_frame_info *source, vsa_frame *destination)
{
    REQUIRE(converter && source && destination && destination->av->buf[0]);
    state_begin();
    AVFrame *in = converter->source;
    in->width = source->width;
    in->height = source->height;
    in->format = source->pixel_format;
    for (int i = 0; i < 4; i++) {
        in->data[i] = source->plane[i];
        in->linesize[i] = source->stride[i];
    }
    color_to_frame(&source->color, in);
    int error = convert_frame(&converter->context, in, destination->av);
    return error < 0 ? fail_av(error, "cannot convert a picture") : VS_OK;
}
