#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "compat.h"

#define MAX_FORMATS 128 /* more than any encoder takes */

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

static bool fits(enum AVPixelFormat format, const vsa_video_info *video, bool is_interlaced)
{
    const AVPixFmtDescriptor *d = av_pix_fmt_desc_get(format);
    return video->width % (1 << d->log2_chroma_w) == 0 && video->height % ((is_interlaced ? 2 : 1) << d->log2_chroma_h) == 0;
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

static enum AVPixelFormat choose_format(const AVCodec *encoder, const vsa_video_info *video)
{
    const enum AVPixelFormat *list = compat_encoder_formats(encoder);
    return list ? choose_from(list, video->pixel_format, video->color.range == VSA_RANGE_FULL) : video->pixel_format;
}

/* The best of those formats whose chroma goes into the picture's size without a rest; AV_PIX_FMT_NONE where there is none. */
static enum AVPixelFormat choose_fitting(const AVCodec *encoder, const vsa_video_info *video)
{
    enum AVPixelFormat fitting[MAX_FORMATS + 1];
    const enum AVPixelFormat *list = compat_encoder_formats(encoder);
    int count = 0;
    for (int i = 0; list && list[i] != AV_PIX_FMT_NONE && count < MAX_FORMATS; i++) {
        if (fits(list[i], video, false)) fitting[count++] = list[i];
    }
    fitting[count] = AV_PIX_FMT_NONE;
    return choose_from(fitting, video->pixel_format, video->color.range == VSA_RANGE_FULL);
}

static int32_t check_format(const AVCodec *encoder, enum AVPixelFormat wanted)
{
    const enum AVPixelFormat *list = compat_encoder_formats(encoder);
    for (int i = 0; list && list[i] != wanted; i++) {
        if (list[i] == AV_PIX_FMT_NONE) return fail(VS_UNSUPPORTED, "%s does not take pixel format %s", encoder->name, av_get_pix_fmt_name(wanted));
    }
    return VS_OK;
}

static void set_color(AVCodecContext *encoder, const vsa_color *color, bool source_is_rgb)
{
    encoder->colorspace = color->matrix;
    encoder->color_range = color->range;
    encoder->color_primaries = color->primaries;
    encoder->color_trc = color->transfer;
    encoder->chroma_sample_location = color->chroma_location;
    bool is_rgb = av_pix_fmt_desc_get(encoder->pix_fmt)->flags & AV_PIX_FMT_FLAG_RGB;
    if (source_is_rgb && !is_rgb) {
        encoder->colorspace = AVCOL_SPC_BT709;
        encoder->color_range = AVCOL_RANGE_MPEG;
    } else if (is_rgb && !source_is_rgb) {
        encoder->colorspace = AVCOL_SPC_RGB;
        encoder->color_range = AVCOL_RANGE_JPEG;
    }
}

static void copy_tags(const vsa_reader *source, AVStream *stream)
{
    static const char *const outdated[] = {"encoder", "rotate", "DURATION", "BPS", "NUMBER_OF_FRAMES", "NUMBER_OF_BYTES", "_STATISTICS_WRITING_APP",
                                           "_STATISTICS_WRITING_DATE_UTC", "_STATISTICS_TAGS", NULL};
    const AVStream *from = source->format->streams[source->video];
    av_dict_copy(&stream->metadata, from->metadata, 0);
    for (int i = 0; outdated[i]; i++) av_dict_set(&stream->metadata, outdated[i], NULL, 0);
    stream->disposition = from->disposition;
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

static int32_t open_encoder(vsa_writer *writer, const AVCodec *codec, const vsa_encoder_options *options)
{
    AVDictionary *dictionary = NULL;
    int32_t status = dictionary_parse(options->options, options->options_length, &dictionary);
    if (status == VS_OK) {
        int error = open_codec(writer->video, codec, &dictionary, options->niceness);
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
static int32_t try_open(vsa_writer *writer, const AVCodec *codec, const vsa_video_info *video, const vsa_encoder_options *options,
                        enum AVPixelFormat format, bool is_interlaced)
{
    avcodec_free_context(&writer->video);
    AVCodecContext *encoder = writer->video = avcodec_alloc_context3(codec);
    if (!encoder) return fail(VS_OUT_OF_MEMORY, "no memory for an encoder");
    encoder->pix_fmt = format;
    encoder->width = video->width;
    encoder->height = video->height;
    encoder->time_base = (AVRational){options->time_base.num, options->time_base.den};
    encoder->framerate = (AVRational){video->frame_rate.num, video->frame_rate.den};
    encoder->sample_aspect_ratio = (AVRational){video->sample_aspect_ratio.num, video->sample_aspect_ratio.den};
    encoder->thread_count = options->threads;
    encoder->codec_tag = options->codec_tag;
    encoder->field_order = is_interlaced ? video->field_order : FFMIN(video->field_order, (int32_t)AV_FIELD_PROGRESSIVE);
    if (is_interlaced) encoder->flags |= AV_CODEC_FLAG_INTERLACED_DCT | AV_CODEC_FLAG_INTERLACED_ME;
    if (writer->format->oformat->flags & AVFMT_GLOBALHEADER) encoder->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    set_color(encoder, &video->color, av_pix_fmt_desc_get(video->pixel_format)->flags & AV_PIX_FMT_FLAG_RGB);
    return open_encoder(writer, codec, options);
}

/* Opens the encoder. Some (x264) refuse sizes that leave a rest of chroma, or of a field's chroma; others take them. So what would lose the
 * least is tried first, then what is left of it. */
static int32_t set_up(vsa_writer *writer, const AVCodec *codec, const vsa_video_info *video, const vsa_encoder_options *options,
                      vsa_encoder_info *info)
{
    enum AVPixelFormat source = video->pixel_format, format = options->pixel_format;
    bool is_interlaced = video->field_order > AV_FIELD_PROGRESSIVE;
    int32_t status = options->pixel_format >= 0 ? check_format(codec, options->pixel_format) : VS_OK;
    if (status != VS_OK) return status;
    if (options->pixel_format < 0) format = choose_format(codec, video);
    if (format == AV_PIX_FMT_NONE) return fail(VS_UNSUPPORTED, "%s takes no pixel format like %s", codec->name, av_get_pix_fmt_name(source));
    *info = (vsa_encoder_info){0};
    status = try_open(writer, codec, video, options, format, is_interlaced);
    if (status == VS_FAILED && is_interlaced && !fits(format, video, true)) {
        info->drops_interlacing = 1;
        status = try_open(writer, codec, video, options, format, false);
    }
    if (status == VS_FAILED && options->pixel_format < 0 && !fits(format, video, false) && choose_fitting(codec, video) != AV_PIX_FMT_NONE) {
        info->odd_size = 1;
        format = choose_fitting(codec, video);
        info->drops_interlacing = is_interlaced && !fits(format, video, true);
        status = try_open(writer, codec, video, options, format, is_interlaced && !info->drops_interlacing);
    }
    int loss = av_get_pix_fmt_loss(format, source, av_pix_fmt_desc_get(source)->flags & AV_PIX_FMT_FLAG_ALPHA);
    info->pixel_format = format;
    info->loses_resolution = !!(loss & FF_LOSS_RESOLUTION);
    info->loses_depth = !!(loss & FF_LOSS_DEPTH);
    info->loses_color = !!(loss & (FF_LOSS_CHROMA | FF_LOSS_COLORSPACE));
    info->loses_alpha = !!(loss & FF_LOSS_ALPHA);
    return status;
}

/* An encoder by its own name, or the one that FFmpeg prefers for a codec. */
static const AVCodec *find_encoder(const char *name)
{
    const AVCodec *codec = avcodec_find_encoder_by_name(name);
    const AVCodecDescriptor *descriptor = codec ? NULL : avcodec_descriptor_get_by_name(name);
    if (descriptor) codec = avcodec_find_encoder(descriptor->id);
    return codec && codec->type == AVMEDIA_TYPE_VIDEO ? codec : NULL;
}

/* Says what a container cannot hold, and what it can that this FFmpeg encodes. */
static int32_t fail_not_held(const AVOutputFormat *format, enum AVCodecID codec)
{
    static const enum AVCodecID common[] = {AV_CODEC_ID_H264, AV_CODEC_ID_HEVC, AV_CODEC_ID_AV1, AV_CODEC_ID_VP9, AV_CODEC_ID_VP8,
                                            AV_CODEC_ID_FFV1, AV_CODEC_ID_PRORES, AV_CODEC_ID_MPEG4, AV_CODEC_ID_MPEG2VIDEO, AV_CODEC_ID_MJPEG};
    char held[256] = "";
    for (size_t i = 0; i < sizeof common / sizeof *common; i++) {
        if (avformat_query_codec(format, common[i], FF_COMPLIANCE_NORMAL) != 1 || !avcodec_find_encoder(common[i])) continue;
        size_t length = strlen(held);
        snprintf(held + length, sizeof held - length, "%s%s", length ? ", " : "", avcodec_get_name(common[i]));
    }
    return fail(VSA_NOT_HELD, "the container %s cannot hold %s video%s%s", format->name, avcodec_get_name(codec), *held ? "; it can hold " : "", held);
}

int32_t vsa_writer_add_video(vsa_writer *writer, const vsa_video_info *video, const vsa_encoder_options *options, const vsa_reader *source,
                             vsa_encoder_info *info)
{
    REQUIRE(writer && video && options && options->encoder && info && !writer->opened && !writer->video);
    REQUIRE(video->width > 0 && video->height > 0 && video->time_base.num > 0 && video->time_base.den > 0);
    REQUIRE(options->time_base.num > 0 && options->time_base.den > 0 && pixel_format_is_readable(video->pixel_format));
    state_begin();
    const AVCodec *codec = find_encoder(options->encoder);
    if (!codec) return fail(VS_NOT_FOUND, "this FFmpeg has no video encoder '%s'", options->encoder);
    if (avformat_query_codec(writer->format->oformat, codec->id, FF_COMPLIANCE_NORMAL) == 0) {
        return fail_not_held(writer->format->oformat, codec->id);
    }
    int32_t status = set_up(writer, codec, video, options, info);
    if (status != VS_OK) return status;

    AVStream *stream = writer->video_stream = avformat_new_stream(writer->format, NULL);
    if (!stream) return fail(VS_OUT_OF_MEMORY, "no memory for a track");
    int error = avcodec_parameters_from_context(stream->codecpar, writer->video);
    if (error >= 0 && video->has_display_matrix) error = compat_set_display_matrix(stream, video->display_matrix);
    if (error < 0) return fail_av(error, "cannot describe the video track");
    stream->time_base = writer->video->time_base;
    stream->sample_aspect_ratio = writer->video->sample_aspect_ratio;
    stream->avg_frame_rate = writer->video->framerate;
    stream->r_frame_rate = writer->video->framerate;
    if (source) copy_tags(source, stream);
    writer->source_time_base = (AVRational){video->time_base.num, video->time_base.den};
    writer->origin = video->origin;
    times_begin(writer, writer->video->framerate);
    for (int i = 0; i < DURATION_SLOTS; i++) writer->duration_time[i] = AV_NOPTS_VALUE;
    return VS_OK;
}

/* Makes writer->frame what the encoder takes: the same samples under another reference, or a converted copy. */
static int prepare(vsa_writer *writer, const AVFrame *source)
{
    const AVCodecContext *encoder = writer->video;
    enum AVPixelFormat plain = encoder->pix_fmt;
    bool same_samples = plain == source->format || (pixel_format_normalise(&plain) && plain == source->format && source->color_range == AVCOL_RANGE_JPEG);
    if (same_samples && source->width == encoder->width && source->height == encoder->height) {
        int error = av_frame_ref(writer->frame, source);
        writer->frame->format = encoder->pix_fmt;
        return error;
    }
    AVFrame *target = writer->frame;
    target->format = encoder->pix_fmt;
    target->width = encoder->width;
    target->height = encoder->height;
    int error = pool_get_buffer(writer->pool, target);
    if (error >= 0) error = av_frame_copy_props(target, source);
    if (error < 0) return error;
    target->colorspace = encoder->colorspace;
    target->color_range = encoder->color_range;
    writer->counts.converted_frames++;
    return convert_frame(&writer->scaler, source, target);
}

int32_t vsa_writer_write_frame(vsa_writer *writer, const vsa_frame *frame, int64_t time, int64_t duration)
{
    REQUIRE(writer && frame && frame->av->buf[0] && writer->opened && !writer->finished && writer->video);
    state_begin();
    int error = prepare(writer, frame->av);
    if (error >= 0) {
        AVRational to = writer->video->time_base;
        time = av_rescale_q(time - writer->origin, writer->source_time_base, to);
        duration = av_rescale_q(duration, writer->source_time_base, to);
        time = times_rise(writer, &writer->times, times_follow(writer, &writer->times, time, to, true), duration, 1);
        times_reach(writer, &writer->times, to);
        writer->duration_time[writer->duration_next] = time;
        writer->duration[writer->duration_next] = duration;
        writer->duration_next = (writer->duration_next + 1) % DURATION_SLOTS;
        writer->frame->pts = time;
        writer->frame->pict_type = AV_PICTURE_TYPE_NONE;
        writer->counts.frames++;
        error = avcodec_send_frame(writer->video, writer->frame);
    }
    av_frame_unref(writer->frame);
    if (error >= 0) error = writer_drain(writer, writer->video, writer->video_stream);
    return error < 0 ? guard_fail(&writer->guard, error, "cannot write a frame") : VS_OK;
}
