/* One matrix and range into another, samples staying where they are: swscale goes through RGB for that, which takes many times as long. */
#include <libavutil/csp.h>
#include <math.h>

#include "internal.h"

#define MAX_WIDTH 8192
#define BITS 14
#define ONE (1 << BITS)

/* Of Y'CbCr to Y'CbCr, all as samples of 8 bits: luma = (luma * y_y + cb * y_cb + cr * y_cr + y_offset) >> BITS, and so on. Grey stays grey, so
 * chroma depends on chroma alone. */
typedef struct color_change {
    int y_y, y_cb, y_cr, y_offset;
    int cb_cb, cb_cr, cb_offset;
    int cr_cb, cr_cr, cr_offset;
} color_change;

typedef struct luma_weights {
    double red, green, blue;
} luma_weights;

static bool weights_of(int matrix, luma_weights *weights)
{
    /* Of the others the chroma are no differences from luma. */
    bool is_plain = matrix == AVCOL_SPC_BT709 || matrix == AVCOL_SPC_FCC || matrix == AVCOL_SPC_BT470BG || matrix == AVCOL_SPC_SMPTE170M ||
                    matrix == AVCOL_SPC_SMPTE240M || matrix == AVCOL_SPC_BT2020_NCL;
    const struct AVLumaCoefficients *c = is_plain ? av_csp_luma_coeffs_from_avcsp(matrix) : NULL;
    if (!c) return false;
    *weights = (luma_weights){av_q2d(c->cr), av_q2d(c->cg), av_q2d(c->cb)};
    return true;
}

static int fixed(double value) { return (int)lrint(value * ONE); }

static color_change change_between(luma_weights from, bool from_full, luma_weights to, bool to_full)
{
    /* R = Y + 2 (1 - red) Cr and so on, ITU-R BT.709-6, 3; Y and G follow from the weights. */
    double red = 2 * (1 - from.red), blue = 2 * (1 - from.blue);
    double green_cb = -from.blue * blue / from.green, green_cr = -from.red * red / from.green;
    double y_cb = to.green * green_cb + to.blue * blue, y_cr = to.green * green_cr + to.red * red;
    double to_red = 2 * (1 - to.red), to_blue = 2 * (1 - to.blue);
    double luma = (to_full ? 255.0 : 219.0) / (from_full ? 255.0 : 219.0), chroma = (to_full ? 255.0 : 224.0) / (from_full ? 255.0 : 224.0);
    double luma_of_chroma = (to_full ? 255.0 : 219.0) / (from_full ? 255.0 : 224.0);
    color_change c = {
        .y_y = fixed(luma), .y_cb = fixed(y_cb * luma_of_chroma), .y_cr = fixed(y_cr * luma_of_chroma),
        .cb_cb = fixed((blue - y_cb) / to_blue * chroma), .cb_cr = fixed(-y_cr / to_blue * chroma),
        .cr_cb = fixed(-y_cb / to_red * chroma), .cr_cr = fixed((red - y_cr) / to_red * chroma),
    };
    c.y_offset = (to_full ? 0 : 16) * ONE + ONE / 2 - (from_full ? 0 : 16) * c.y_y - 128 * (c.y_cb + c.y_cr);
    c.cb_offset = 128 * ONE + ONE / 2 - 128 * (c.cb_cb + c.cb_cr);
    c.cr_offset = 128 * ONE + ONE / 2 - 128 * (c.cr_cb + c.cr_cr);
    return c;
}

static inline uint8_t clip(int value) { return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value); }

/* What each column's chroma adds to its luma. */
__attribute__((target_clones("avx2", "default")))
static void add_row(const color_change *c, const uint8_t *restrict cb, const uint8_t *restrict cr, int32_t *restrict added, int width)
{
    for (int x = 0; x < width; x++) added[x] = cb[x] * c->y_cb + cr[x] * c->y_cr + c->y_offset;
}

__attribute__((target_clones("avx2", "default")))
static void luma_row(int y_y, const uint8_t *restrict from, const int32_t *restrict added, uint8_t *restrict to, int width)
{
    for (int x = 0; x < width; x++) to[x] = clip((from[x] * y_y + added[x]) >> BITS);
}

__attribute__((target_clones("avx2", "default")))
static void halved_luma_row(int y_y, const uint8_t *restrict from, const int32_t *restrict added, uint8_t *restrict to, int pairs)
{
    for (int x = 0; x < pairs; x++) {
        to[2 * x] = clip((from[2 * x] * y_y + added[x]) >> BITS);
        to[2 * x + 1] = clip((from[2 * x + 1] * y_y + added[x]) >> BITS);
    }
}

__attribute__((target_clones("avx2", "default")))
static void chroma_row(const color_change *c, const uint8_t *restrict cb, const uint8_t *restrict cr, uint8_t *restrict to_cb, uint8_t *restrict to_cr, int width)
{
    for (int x = 0; x < width; x++) {
        to_cb[x] = clip((cb[x] * c->cb_cb + cr[x] * c->cb_cr + c->cb_offset) >> BITS);
        to_cr[x] = clip((cb[x] * c->cr_cb + cr[x] * c->cr_cr + c->cr_offset) >> BITS);
    }
}

static void convert(const color_change *c, const AVFrame *from, AVFrame *to, int shift_x, int shift_y)
{
    int32_t added[MAX_WIDTH];
    int chroma_width = (from->width + (1 << shift_x) - 1) >> shift_x;
    for (int y = 0; y < from->height; y++) {
        int chroma_y = y >> shift_y;
        const uint8_t *luma = from->data[0] + (ptrdiff_t)y * from->linesize[0];
        const uint8_t *cb = from->data[1] + (ptrdiff_t)chroma_y * from->linesize[1], *cr = from->data[2] + (ptrdiff_t)chroma_y * from->linesize[2];
        uint8_t *to_luma = to->data[0] + (ptrdiff_t)y * to->linesize[0];
        if (chroma_y << shift_y == y) {
            add_row(c, cb, cr, added, chroma_width);
            chroma_row(c, cb, cr, to->data[1] + (ptrdiff_t)chroma_y * to->linesize[1], to->data[2] + (ptrdiff_t)chroma_y * to->linesize[2], chroma_width);
        }
        if (shift_x == 0) {
            luma_row(c->y_y, luma, added, to_luma, from->width);
        } else {
            halved_luma_row(c->y_y, luma, added, to_luma, from->width / 2);
            if (from->width & 1) to_luma[from->width - 1] = clip((luma[from->width - 1] * c->y_y + added[chroma_width - 1]) >> BITS);
        }
    }
}

bool convert_color(const AVFrame *from, bool from_full, AVFrame *to, bool to_full)
{
    enum AVPixelFormat format = from->format, other = to->format;
    pixel_format_normalise(&format);
    pixel_format_normalise(&other);
    bool is_halved = format == AV_PIX_FMT_YUV420P || format == AV_PIX_FMT_YUV422P;
    luma_weights from_weights, to_weights;
    if (format != other || (!is_halved && format != AV_PIX_FMT_YUV444P)) return false;
    if (from->width != to->width || from->height != to->height || from->width > MAX_WIDTH) return false;
    if (!weights_of(convert_matrix(from), &from_weights) || !weights_of(convert_matrix(to), &to_weights)) return false;
    color_change change = change_between(from_weights, from_full, to_weights, to_full);
    convert(&change, from, to, is_halved, format == AV_PIX_FMT_YUV420P);
    return true;
}
