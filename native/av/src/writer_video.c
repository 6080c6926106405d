/* The video track of an output: encoded here, or an encoder's packets. */
#include <string.h>

#include "compat.h"

static void copy_tags(const vsa_reader *source, AVStream *stream)
{
    static const char *const outdated[] = {"encoder", "rotate", "DURATION", "BPS", "NUMBER_OF_FRAMES", "NUMBER_OF_BYTES", "_STATISTICS_WRITING_APP",
                                           "_STATISTICS_WRITING_DATE_UTC", "_STATISTICS_TAGS", NULL};
    const AVStream *from = source->format->streams[source->video];
    av_dict_copy(&stream->metadata, from->metadata, 0);
    for (int i = 0; outdated[i]; i++) av_dict_set(&stream->metadata, outdated[i], NULL, 0);
    stream->disposition = from->disposition;
}

/* VSA_NOT_HELD, with what the container can hold that this FFmpeg encodes. */
static int32_t check_held(const AVOutputFormat *format, enum AVCodecID codec)
{
    static const enum AVCodecID common[] = {AV_CODEC_ID_H264, AV_CODEC_ID_HEVC, AV_CODEC_ID_AV1, AV_CODEC_ID_VP9, AV_CODEC_ID_VP8,
                                            AV_CODEC_ID_FFV1, AV_CODEC_ID_PRORES, AV_CODEC_ID_MPEG4, AV_CODEC_ID_MPEG2VIDEO, AV_CODEC_ID_MJPEG};
    if (avformat_query_codec(format, codec, FF_COMPLIANCE_NORMAL) != 0) return VS_OK;
    char held[256] = "";
    for (size_t i = 0; i < sizeof common / sizeof *common; i++) {
        if (avformat_query_codec(format, common[i], FF_COMPLIANCE_NORMAL) != 1 || !avcodec_find_encoder(common[i])) continue;
        size_t length = strlen(held);
        snprintf(held + length, sizeof held - length, "%s%s", length ? ", " : "", avcodec_get_name(common[i]));
    }
    return fail(VSA_NOT_HELD, "the container %s cannot hold %s video%s%s", format->name, avcodec_get_name(codec), *held ? "; it can hold " : "", held);
}

static int32_t add_stream(vsa_writer *writer, const AVCodecParameters *parameters, AVRational time_base, AVRational frame_rate)
{
    AVStream *stream = writer->video_stream = avformat_new_stream(writer->format, NULL);
    if (!stream) return fail(VS_OUT_OF_MEMORY, "no memory for a track");
    int error = avcodec_parameters_copy(stream->codecpar, parameters);
    if (error < 0) return fail_av(error, "cannot describe the video track");
    stream->time_base = time_base;
    stream->sample_aspect_ratio = parameters->sample_aspect_ratio;
    stream->avg_frame_rate = frame_rate;
    stream->r_frame_rate = frame_rate;
    writer->source_time_base = time_base;
    times_begin(writer, frame_rate);
    return VS_OK;
}

static int32_t describe(vsa_writer *writer, const vsa_video_info *video, const vsa_reader *source)
{
    AVCodecParameters *parameters = avcodec_parameters_alloc();
    int error = parameters ? avcodec_parameters_from_context(parameters, writer->video.context) : AVERROR(ENOMEM);
    int32_t status = error < 0 ? fail_av(error, "cannot describe the video track")
                               : add_stream(writer, parameters, writer->video.context->time_base, writer->video.context->framerate);
    avcodec_parameters_free(&parameters);
    if (status != VS_OK) return status;
    if (video->has_display_matrix && compat_set_display_matrix(writer->video_stream, video->display_matrix) < 0) {
        return fail(VS_OUT_OF_MEMORY, "no memory for a track");
    }
    if (source) copy_tags(source, writer->video_stream);
    writer->source_time_base = (AVRational){video->time_base.num, video->time_base.den};
    writer->origin = video->origin;
    return VS_OK;
}

int32_t vsa_writer_add_video(vsa_writer *writer, const vsa_video_info *video, const vsa_encoder_options *options, const vsa_reader *source,
                             vsa_encoder_info *info)
{
    REQUIRE(writer && video && options && options->encoder && info && !writer->opened && !writer->video_stream);
    REQUIRE(video->width > 0 && video->height > 0 && video->time_base.num > 0 && video->time_base.den > 0);
    REQUIRE(options->time_base.num > 0 && options->time_base.den > 0 && pixel_format_is_readable(video->pixel_format));
    state_begin();
    const AVCodec *codec = encoding_find(options->encoder);
    if (!codec) return fail(VS_NOT_FOUND, "this FFmpeg has no video encoder '%s'", options->encoder);
    int32_t status = check_held(writer->format->oformat, codec->id);
    int flags = writer->format->oformat->flags & AVFMT_GLOBALHEADER ? AV_CODEC_FLAG_GLOBAL_HEADER : 0;
    if (status == VS_OK) status = encoding_open(&writer->video, codec, video, options, flags, info);
    return status == VS_OK ? describe(writer, video, source) : status;
}

static int fill_parameters(AVCodecParameters *par, const vsa_coded_track *track, enum AVCodecID codec, const uint8_t *headers)
{
    par->codec_type = AVMEDIA_TYPE_VIDEO;
    par->codec_id = codec;
    par->profile = track->profile;
    par->level = track->level;
    par->width = track->width;
    par->height = track->height;
    par->format = track->pixel_format;
    par->field_order = track->field_order;
    par->color_space = track->color.matrix;
    par->color_range = track->color.range;
    par->color_primaries = track->color.primaries;
    par->color_trc = track->color.transfer;
    par->chroma_location = track->color.chroma_location;
    par->sample_aspect_ratio = (AVRational){track->sample_aspect_ratio.num, track->sample_aspect_ratio.den};
    par->bit_rate = track->bit_rate;
    if (track->headers_size == 0) return 0;
    par->extradata = av_mallocz((size_t)track->headers_size + AV_INPUT_BUFFER_PADDING_SIZE);
    if (!par->extradata) return AVERROR(ENOMEM);
    memcpy(par->extradata, headers, (size_t)track->headers_size);
    par->extradata_size = track->headers_size;
    return 0;
}

int32_t vsa_writer_add_coded(vsa_writer *writer, const vsa_coded_track *track, const uint8_t *headers)
{
    REQUIRE(writer && track && !writer->opened && !writer->video_stream && track->headers_size >= 0 && (headers || track->headers_size == 0));
    REQUIRE(track->width > 0 && track->height > 0 && track->time_base.num > 0 && track->time_base.den > 0);
    state_begin();
    const AVCodecDescriptor *codec = avcodec_descriptor_get_by_name(track->codec);
    if (!codec || codec->type != AVMEDIA_TYPE_VIDEO) return fail(VS_NOT_FOUND, "FFmpeg knows no video codec '%s'", track->codec);
    int32_t status = check_held(writer->format->oformat, codec->id);
    if (status != VS_OK) return status;
    AVCodecParameters *parameters = avcodec_parameters_alloc();
    int error = parameters ? fill_parameters(parameters, track, codec->id, headers) : AVERROR(ENOMEM);
    status = error < 0 ? fail(VS_OUT_OF_MEMORY, "no memory for a track")
                       : add_stream(writer, parameters, (AVRational){track->time_base.num, track->time_base.den},
                                    (AVRational){track->frame_rate.num, track->frame_rate.den});
    avcodec_parameters_free(&parameters);
    writer->origin = AV_NOPTS_VALUE;
    return status;
}

int32_t vsa_writer_write_frame(vsa_writer *writer, const vsa_frame *frame, int64_t time, int64_t duration)
{
    REQUIRE(writer && frame && frame->av->buf[0] && writer->opened && !writer->finished && writer->video.context);
    state_begin();
    AVRational to = writer->video.context->time_base;
    time = av_rescale_q(time - writer->origin, writer->source_time_base, to);
    duration = av_rescale_q(duration, writer->source_time_base, to);
    time = times_rise(writer, &writer->times, times_follow(writer, &writer->times, time, to, true), duration, 1);
    times_reach(writer, &writer->times, to);
    int error = encoding_send(&writer->video, frame->av, time, duration, false);
    if (error >= 0) error = writer_drain_video(writer);
    return error < 0 ? guard_fail(&writer->guard, error, "cannot write a frame") : VS_OK;
}

int32_t vsa_writer_write_coded(vsa_writer *writer, const vsa_packet *packet, int64_t shift, int64_t duration)
{
    REQUIRE(writer && packet && packet->av->data && writer->opened && !writer->finished && writer->video_stream && !writer->video.context);
    state_begin();
    int error = av_packet_ref(writer->packet, packet->av);
    if (error >= 0) {
        if (writer->origin == AV_NOPTS_VALUE) writer->origin = writer->packet->dts;
        writer->packet->dts += shift - writer->origin;
        writer->packet->pts += shift - writer->origin;
        if (duration > 0) writer->packet->duration = duration;
        av_packet_rescale_ts(writer->packet, writer->source_time_base, writer->video_stream->time_base);
        error = writer_mux(writer, writer->packet, writer->video_stream);
    }
    av_packet_unref(writer->packet);
    return error < 0 ? guard_fail(&writer->guard, error, "cannot write a packet") : VS_OK;
}
