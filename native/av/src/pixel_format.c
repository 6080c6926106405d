#include <libavutil/pixdesc.h>
#include <string.h>

#include "internal.h"

/* Whether two components have bytes in common, so that one could not be written without reading the other. */
static bool share_bytes(const AVComponentDescriptor *a, const AVComponentDescriptor *b)
{
    int a_end = a->offset + (a->depth > 8 ? 2 : 1), b_end = b->offset + (b->depth > 8 ? 2 : 1);
    return a->plane == b->plane && a->offset < b_end && b->offset < a_end;
}

bool pixel_format_is_readable(enum AVPixelFormat format)
{
    const AVPixFmtDescriptor *d = av_pix_fmt_desc_get(format);
    const uint64_t opaque = AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BITSTREAM | AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_BAYER | AV_PIX_FMT_FLAG_FLOAT;
    if (!d || d->nb_components < 1 || (d->flags & opaque) || format == AV_PIX_FMT_UYYVYY411 || !strncmp(d->name, "xyz", 3)) return false;
    for (int i = 0; i < d->nb_components; i++) {
        int depth = d->comp[i].depth;
        if (depth < 8 || depth > 16 || (depth > 8 && (d->flags & AV_PIX_FMT_FLAG_BE))) return false;
        if (d->comp[i].shift + depth > 16 || (depth == 8 && d->comp[i].shift)) return false;
        for (int j = 0; j < i; j++) {
            if (share_bytes(&d->comp[i], &d->comp[j])) return false;
        }
    }
    return true;
}

bool pixel_format_normalise(enum AVPixelFormat *format)
{
    switch (*format) {
    case AV_PIX_FMT_YUVJ420P: *format = AV_PIX_FMT_YUV420P; return true;
    case AV_PIX_FMT_YUVJ422P: *format = AV_PIX_FMT_YUV422P; return true;
    case AV_PIX_FMT_YUVJ444P: *format = AV_PIX_FMT_YUV444P; return true;
    case AV_PIX_FMT_YUVJ440P: *format = AV_PIX_FMT_YUV440P; return true;
    case AV_PIX_FMT_YUVJ411P: *format = AV_PIX_FMT_YUV411P; return true;
    default: return false;
    }
}

enum AVPixelFormat pixel_format_nearest_readable(enum AVPixelFormat format)
{
    static const enum AVPixelFormat planar[] = {
        AV_PIX_FMT_GRAY8, AV_PIX_FMT_GRAY10LE, AV_PIX_FMT_GRAY12LE, AV_PIX_FMT_GRAY14LE, AV_PIX_FMT_GRAY16LE,
        AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUV422P, AV_PIX_FMT_YUV440P, AV_PIX_FMT_YUV444P, AV_PIX_FMT_YUV411P, AV_PIX_FMT_YUV410P,
        AV_PIX_FMT_YUV420P16LE, AV_PIX_FMT_YUV422P16LE, AV_PIX_FMT_YUV444P16LE,
        AV_PIX_FMT_GBRP, AV_PIX_FMT_GBRP10LE, AV_PIX_FMT_GBRP12LE, AV_PIX_FMT_GBRP14LE, AV_PIX_FMT_GBRP16LE, AV_PIX_FMT_NONE};
    pixel_format_normalise(&format);
    if (pixel_format_is_readable(format)) return format;
    const AVPixFmtDescriptor *d = av_pix_fmt_desc_get(format);
    if (!d || (d->flags & AV_PIX_FMT_FLAG_HWACCEL) || !sws_isSupportedInput(format)) return AV_PIX_FMT_NONE;
    enum AVPixelFormat swapped = av_pix_fmt_swap_endianness(format);
    if (swapped != AV_PIX_FMT_NONE && pixel_format_is_readable(swapped) && sws_isSupportedOutput(swapped)) return swapped;
    enum AVPixelFormat best = AV_PIX_FMT_NONE;
    for (int i = 0; planar[i] != AV_PIX_FMT_NONE; i++) best = av_find_best_pix_fmt_of_2(best, planar[i], format, 0, NULL);
    return best;
}

int32_t vsa_pixel_format_describe(int32_t id, vsa_pixel_format *out)
{
    REQUIRE(out);
    const AVPixFmtDescriptor *d = av_pix_fmt_desc_get(id);
    if (!d) return fail(VS_NOT_FOUND, "no pixel format has the number %d", id);
    memset(out, 0, sizeof *out);
    out->id = id;
    out->readable = pixel_format_is_readable(id);
    out->has_alpha = !!(d->flags & AV_PIX_FMT_FLAG_ALPHA);
    out->chroma_shift_x = d->log2_chroma_w;
    out->chroma_shift_y = d->log2_chroma_h;
    int colors = d->nb_components - out->has_alpha;
    out->model = d->flags & AV_PIX_FMT_FLAG_RGB ? VSA_MODEL_RGB : colors < 3 ? VSA_MODEL_GRAY : VSA_MODEL_YUV;
    out->components = colors < 3 ? 1 : 3;
    for (int i = 0; i < out->components && i < d->nb_components; i++) {
        const AVComponentDescriptor *c = &d->comp[i];
        out->component[i] = (vsa_component){c->plane, c->step, c->offset, c->shift, c->depth};
    }
    copy_text(out->name, sizeof out->name, d->name);
    return VS_OK;
}

int32_t vsa_pixel_format_find(const char *name, int32_t *id)
{
    REQUIRE(name && id);
    enum AVPixelFormat format = av_get_pix_fmt(name);
    if (format == AV_PIX_FMT_NONE) return fail(VS_NOT_FOUND, "FFmpeg knows no pixel format '%s'", name);
    *id = format;
    return VS_OK;
}
