#include "compat.h"

#include <libavfilter/buffersink.h>
#include <libavutil/mem.h>
#include <libavutil/pixdesc.h>
#include <string.h>

#define AT_LEAST(library, major, minor) (library##_VERSION_INT >= AV_VERSION_INT(major, minor, 0))

int64_t compat_frame_duration(const AVFrame *frame)
{
#if AT_LEAST(LIBAVUTIL, 57, 30)
    return frame->duration;
#else
    return frame->pkt_duration;
#endif
}

void compat_set_frame_duration(AVFrame *frame, int64_t duration)
{
#if AT_LEAST(LIBAVUTIL, 57, 30)
    frame->duration = duration;
#else
    frame->pkt_duration = duration;
#endif
}

bool compat_frame_is_key(const AVFrame *frame)
{
#if AT_LEAST(LIBAVUTIL, 58, 7)
    return frame->flags & AV_FRAME_FLAG_KEY;
#else
    return frame->key_frame;
#endif
}

bool compat_frame_is_interlaced(const AVFrame *frame)
{
#if AT_LEAST(LIBAVUTIL, 58, 7)
    return frame->flags & AV_FRAME_FLAG_INTERLACED;
#else
    return frame->interlaced_frame;
#endif
}

bool compat_frame_is_top_field_first(const AVFrame *frame)
{
#if AT_LEAST(LIBAVUTIL, 58, 7)
    return frame->flags & AV_FRAME_FLAG_TOP_FIELD_FIRST;
#else
    return frame->top_field_first;
#endif
}

void compat_set_fields(AVFrame *frame, bool is_interlaced, bool is_top_field_first)
{
#if AT_LEAST(LIBAVUTIL, 58, 7)
    frame->flags &= ~(AV_FRAME_FLAG_INTERLACED | AV_FRAME_FLAG_TOP_FIELD_FIRST);
    if (is_interlaced) frame->flags |= AV_FRAME_FLAG_INTERLACED;
    if (is_top_field_first) frame->flags |= AV_FRAME_FLAG_TOP_FIELD_FIRST;
#else
    frame->interlaced_frame = is_interlaced;
    frame->top_field_first = is_top_field_first;
#endif
}

#define MATRIX_BYTES (9 * sizeof(int32_t))

const int32_t *compat_display_matrix(const AVStream *stream)
{
#if AT_LEAST(LIBAVCODEC, 60, 30)
    const AVCodecParameters *par = stream->codecpar;
    const AVPacketSideData *data = av_packet_side_data_get(par->coded_side_data, par->nb_coded_side_data, AV_PKT_DATA_DISPLAYMATRIX);
    return data && data->size >= MATRIX_BYTES ? (const int32_t *)data->data : NULL;
#else
    size_t size = 0;
    const uint8_t *data = av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, &size);
    return data && size >= MATRIX_BYTES ? (const int32_t *)data : NULL;
#endif
}

int compat_set_display_matrix(AVStream *stream, const int32_t matrix[9])
{
#if AT_LEAST(LIBAVCODEC, 60, 30)
    AVCodecParameters *par = stream->codecpar;
    AVPacketSideData *data = av_packet_side_data_new(&par->coded_side_data, &par->nb_coded_side_data, AV_PKT_DATA_DISPLAYMATRIX, MATRIX_BYTES, 0);
    uint8_t *bytes = data ? data->data : NULL;
#else
    uint8_t *bytes = av_stream_new_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, MATRIX_BYTES);
#endif
    if (!bytes) return AVERROR(ENOMEM);
    memcpy(bytes, matrix, MATRIX_BYTES);
    return 0;
}

bool compat_holds_rotation(const AVOutputFormat *format)
{
    static const char *const holders[] = {"mov", "mp4", "ipod", "3gp", "3g2", "psp", "f4v", "ismv",
#if AT_LEAST(LIBAVFORMAT, 60, 4)
                                          "matroska", "webm",
#endif
                                          NULL};
    for (int i = 0; holders[i]; i++) {
        if (!strcmp(format->name, holders[i])) return true;
    }
    return false;
}

#if !AT_LEAST(LIBAVFILTER, 10, 2)
static bool is_rgb(enum AVPixelFormat format) { return av_pix_fmt_desc_get(format)->flags & AV_PIX_FMT_FLAG_RGB; }
#endif

void compat_filtered_color(const AVFilterContext *sink, enum AVPixelFormat source_format, vsa_color *color)
{
#if AT_LEAST(LIBAVFILTER, 10, 2)
    (void)source_format;
    color->matrix = av_buffersink_get_colorspace(sink);
    color->range = av_buffersink_get_color_range(sink);
#else
    enum AVPixelFormat format = av_buffersink_get_format(sink);
    if (is_rgb(format) == is_rgb(source_format)) return;
    color->matrix = is_rgb(format) ? AVCOL_SPC_RGB : AVCOL_SPC_UNSPECIFIED;
    color->range = is_rgb(format) ? AVCOL_RANGE_JPEG : AVCOL_RANGE_UNSPECIFIED;
#endif
}

const enum AVPixelFormat *compat_encoder_formats(const AVCodec *encoder)
{
#if AT_LEAST(LIBAVCODEC, 61, 13)
    const void *formats = NULL;
    avcodec_get_supported_config(NULL, encoder, AV_CODEC_CONFIG_PIX_FORMAT, 0, &formats, NULL);
    return formats;
#else
    return encoder->pix_fmts;
#endif
}
