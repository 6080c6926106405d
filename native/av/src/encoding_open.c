/* Opening an encoder, so that as little as possible is lost. */
#include <libavutil/pixdesc.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "internal.h"

const AVCodec *encoding_find(const char *name)
{
    const AVCodec *codec = avcodec_find_encoder_by_name(name);
    const AVCodecDescriptor *descriptor = codec ? NULL : avcodec_descriptor_get_by_name(name);
    if (descriptor) codec = avcodec_find_encoder(descriptor->id);
    return codec && codec->type == AVMEDIA_TYPE_VIDEO ? codec : NULL;
}

static void set_color(AVCodecContext *encoder, const vsa_color *color, bool source_is_rgb)
{
    encoder->colorspace = color->matrix;
    encoder->color_range = color->range;
    encoder->color_primaries = color->primaries;
    encoder->color_trc = color->transfer;
    encoder->chroma_sample_location = color->chroma_location;
    bool is_rgb = av_pix_fmt_desc_get(encoder->pix_fmt)->flags & AV_PIX_FMT_FLAG_RGB;
    if (encoding_is_jpeg(encoder->codec_id)) {
        encoder->colorspace = AVCOL_SPC_SMPTE170M;
        encoder->color_range = AVCOL_RANGE_JPEG;
    } else if (source_is_rgb && !is_rgb) {
        encoder->colorspace = AVCOL_SPC_BT709;
        encoder->color_range = AVCOL_RANGE_MPEG;
    } else if (is_rgb && !source_is_rgb) {
        encoder->colorspace = AVCOL_SPC_RGB;
        encoder->color_range = AVCOL_RANGE_JPEG;
    }
}

typedef struct opening {
    AVCodecContext *encoder;
    const AVCodec *codec;
    AVDictionary **options;
    int niceness, error;
    char log[512];
} opening;

static void *open_on_thread(void *argument)
{
    opening *it = argument;
    state_begin();
    /* On Linux a thread has a niceness of its own, and those that it starts begin with it. */
    setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), getpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid)) + it->niceness);
    it->error = avcodec_open2(it->encoder, it->codec, it->options);
    snprintf(it->log, sizeof it->log, "%s", logged());
    return NULL;
}

/* Encoders start their threads when they are opened. A thread can stand back but not come forward again, so one of its own opens them. */
static int open_codec(AVCodecContext *encoder, const AVCodec *codec, AVDictionary **options, int niceness)
{
    opening it = {.encoder = encoder, .codec = codec, .options = options, .niceness = niceness};
    pthread_t thread;
    if (niceness <= 0 || pthread_create(&thread, NULL, open_on_thread, &it) != 0) return avcodec_open2(encoder, codec, options);
    pthread_join(thread, NULL);
    log_again(it.log);
    return it.error;
}

static int32_t open_context(AVCodecContext *encoder, const AVCodec *codec, const vsa_encoder_options *options)
{
    AVDictionary *dictionary = NULL;
    int32_t status = dictionary_parse(options->options, options->options_length, &dictionary);
    if (status == VS_OK) {
        int error = open_codec(encoder, codec, &dictionary, options->niceness);
        if (error < 0) {
            char what[64];
            snprintf(what, sizeof what, "cannot open the encoder %s", codec->name);
            status = fail_av(error, what);
        }
    }
    if (status == VS_OK) status = dictionary_require_used(dictionary, codec->name);
    av_dict_free(&dictionary);
    return status;
}

/* Makes the encoder and tries to open it. */
static int32_t try_open(encoding *it, const AVCodec *codec, const vsa_video_info *video, const vsa_encoder_options *options, int flags,
                        enum AVPixelFormat format, bool is_interlaced)
{
    avcodec_free_context(&it->context);
    AVCodecContext *encoder = it->context = avcodec_alloc_context3(codec);
    if (!encoder) return fail(VS_OUT_OF_MEMORY, "no memory for an encoder");
    encoder->pix_fmt = format;
    encoder->width = video->width;
    encoder->height = video->height;
    encoder->time_base = (AVRational){options->time_base.num, options->time_base.den};
    encoder->framerate = (AVRational){video->frame_rate.num, video->frame_rate.den};
    encoder->sample_aspect_ratio = (AVRational){video->sample_aspect_ratio.num, video->sample_aspect_ratio.den};
    encoder->thread_count = options->threads;
    if (options->low_delay) encoder->thread_type = FF_THREAD_SLICE;
    encoder->codec_tag = options->codec_tag;
    encoder->field_order = is_interlaced ? video->field_order : FFMIN(video->field_order, (int32_t)AV_FIELD_PROGRESSIVE);
    if (is_interlaced) encoder->flags |= AV_CODEC_FLAG_INTERLACED_DCT | AV_CODEC_FLAG_INTERLACED_ME;
    encoder->flags |= flags;
    set_color(encoder, &video->color, av_pix_fmt_desc_get(video->pixel_format)->flags & AV_PIX_FMT_FLAG_RGB);
    return open_context(encoder, codec, options);
}

/* Some (x264) refuse sizes that leave a rest of chroma, or of a field's chroma; others take them. So what would lose the least is tried first,
 * then what is left of it. */
static int32_t open_best(encoding *it, const AVCodec *codec, const vsa_video_info *video, const vsa_encoder_options *options, int flags,
                         vsa_encoder_info *info)
{
    enum AVPixelFormat format;
    bool is_interlaced = video->field_order > AV_FIELD_PROGRESSIVE, is_free = options->pixel_format < 0;
    int32_t status = encoding_choose_format(codec, video, is_free ? AV_PIX_FMT_NONE : options->pixel_format, &format);
    if (status != VS_OK) return status;
    *info = (vsa_encoder_info){0};
    status = try_open(it, codec, video, options, flags, format, is_interlaced);
    if (status == VS_FAILED && is_interlaced && !encoding_fits(format, video, true)) {
        info->drops_interlacing = 1;
        status = try_open(it, codec, video, options, flags, format, false);
    }
    if (status == VS_FAILED && is_free && !encoding_fits(format, video, false) && encoding_choose_fitting(codec, video) != AV_PIX_FMT_NONE) {
        info->odd_size = 1;
        format = encoding_choose_fitting(codec, video);
        info->drops_interlacing = is_interlaced && !encoding_fits(format, video, true);
        status = try_open(it, codec, video, options, flags, format, is_interlaced && !info->drops_interlacing);
    }
    enum AVPixelFormat source = video->pixel_format;
    int loss = av_get_pix_fmt_loss(format, source, av_pix_fmt_desc_get(source)->flags & AV_PIX_FMT_FLAG_ALPHA);
    info->pixel_format = format;
    info->loses_resolution = !!(loss & FF_LOSS_RESOLUTION);
    info->loses_depth = !!(loss & FF_LOSS_DEPTH);
    info->loses_color = !!(loss & (FF_LOSS_CHROMA | FF_LOSS_COLORSPACE));
    info->loses_alpha = !!(loss & FF_LOSS_ALPHA);
    return status;
}

int32_t encoding_open(encoding *it, const AVCodec *codec, const vsa_video_info *video, const vsa_encoder_options *options, int flags, vsa_encoder_info *info)
{
    for (int i = 0; i < DURATION_SLOTS; i++) it->duration_time[i] = AV_NOPTS_VALUE;
    if (!it->frame && !(it->frame = av_frame_alloc())) return fail(VS_OUT_OF_MEMORY, "no memory for an encoder");
    int32_t status = it->pool ? VS_OK : vsa_pool_create(&it->pool);
    return status == VS_OK ? open_best(it, codec, video, options, flags, info) : status;
}

void encoding_close(encoding *it)
{
    avcodec_free_context(&it->context);
    av_frame_free(&it->frame);
    sws_freeContext(it->scaler);
    it->scaler = NULL;
    vsa_pool_free(it->pool);
    it->pool = NULL;
}
