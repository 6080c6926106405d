/* Which of the formats that an encoder takes. */
#include <libavutil/pixdesc.h>
#include <string.h>

#include "compat.h"

#define MAX_FORMATS 128 /* more than any encoder takes */

bool encoding_is_jpeg(enum AVCodecID codec) { return codec == AV_CODEC_ID_MJPEG; }

bool encoding_fits(enum AVPixelFormat format, const vsa_video_info *video, bool is_interlaced)
{
    const AVPixFmtDescriptor *d = av_pix_fmt_desc_get(format);
    return video->width % (1 << d->log2_chroma_w) == 0 && video->height % ((is_interlaced ? 2 : 1) << d->log2_chroma_h) == 0;
}

/* yuv420p of full range is what an encoder that lists only yuvj420p means. */
static enum AVPixelFormat with_range(enum AVPixelFormat format, bool full, const enum AVPixelFormat *list)
{
    if (!full) return AV_PIX_FMT_NONE;
    for (int i = 0; list[i] != AV_PIX_FMT_NONE; i++) {
        enum AVPixelFormat plain = list[i];
        if (pixel_format_normalise(&plain) && plain == format) return list[i];
    }
    return AV_PIX_FMT_NONE;
}

static enum AVPixelFormat choose_from(const enum AVPixelFormat *list, enum AVPixelFormat source, bool full)
{
    for (int i = 0; list[i] != AV_PIX_FMT_NONE; i++) {
        if (list[i] == source) return source;
    }
    enum AVPixelFormat alias = with_range(source, full, list);
    if (alias != AV_PIX_FMT_NONE) return alias;
    bool alpha = av_pix_fmt_desc_get(source)->flags & AV_PIX_FMT_FLAG_ALPHA;
    return avcodec_find_best_pix_fmt_of_list(list, source, alpha, NULL);
}

static bool is_jpeg_range(enum AVPixelFormat format) { return pixel_format_normalise(&format); }

/* Those of the encoder's formats that suit the picture, ended by AV_PIX_FMT_NONE; false: it takes any. */
static bool list_formats(const AVCodec *codec, const vsa_video_info *video, bool fitting_only, enum AVPixelFormat out[MAX_FORMATS + 1])
{
    const enum AVPixelFormat *list = compat_encoder_formats(codec);
    int count = 0;
    for (int i = 0; list && list[i] != AV_PIX_FMT_NONE && count < MAX_FORMATS; i++) {
        if (fitting_only && !encoding_fits(list[i], video, false)) continue;
        if (encoding_is_jpeg(codec->id) && !is_jpeg_range(list[i])) continue;
        out[count++] = list[i];
    }
    out[count] = AV_PIX_FMT_NONE;
    return list;
}

enum AVPixelFormat encoding_choose_fitting(const AVCodec *codec, const vsa_video_info *video)
{
    enum AVPixelFormat list[MAX_FORMATS + 1];
    list_formats(codec, video, true, list);
    return choose_from(list, video->pixel_format, encoding_is_jpeg(codec->id) || video->color.range == VSA_RANGE_FULL);
}

int32_t encoding_choose_format(const AVCodec *codec, const vsa_video_info *video, enum AVPixelFormat wanted, enum AVPixelFormat *format)
{
    enum AVPixelFormat list[MAX_FORMATS + 1];
    bool is_listed = list_formats(codec, video, false, list), is_full = encoding_is_jpeg(codec->id) || video->color.range == VSA_RANGE_FULL;
    if (wanted == AV_PIX_FMT_NONE) {
        *format = is_listed ? choose_from(list, video->pixel_format, is_full) : video->pixel_format;
        return *format == AV_PIX_FMT_NONE ? fail(VS_UNSUPPORTED, "%s takes no pixel format like %s", codec->name, av_get_pix_fmt_name(video->pixel_format)) : VS_OK;
    }
    *format = wanted;
    for (int i = 0; is_listed && list[i] != wanted; i++) {
        if (list[i] != AV_PIX_FMT_NONE) continue;
        *format = with_range(wanted, encoding_is_jpeg(codec->id), list);
        return *format == AV_PIX_FMT_NONE ? fail(VS_UNSUPPORTED, "%s does not take pixel format %s", codec->name, av_get_pix_fmt_name(wanted)) : VS_OK;
    }
    return VS_OK;
}
