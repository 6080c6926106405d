#include <libavutil/channel_layout.h>
#include <string.h>

#include "internal.h"

int32_t vsa_writer_add_audio(vsa_writer *writer, int32_t sample_rate, int32_t bit_rate)
{
    REQUIRE(writer && sample_rate > 0 && bit_rate > 0 && !writer->opened && !writer->audio);
    state_begin();
    const AVCodec *codec = avcodec_find_encoder(AV_CODEC_ID_AAC);
    if (!codec) return fail(VS_NOT_FOUND, "this FFmpeg has no AAC encoder");
    if (avformat_query_codec(writer->format->oformat, codec->id, FF_COMPLIANCE_NORMAL) == 0) {
        return fail(VSA_NOT_HELD, "the container %s cannot hold AAC audio", writer->format->oformat->name);
    }
    AVCodecContext *encoder = writer->audio = avcodec_alloc_context3(codec);
    AVFrame *frame = writer->audio_frame = av_frame_alloc();
    AVStream *stream = writer->audio_stream = avformat_new_stream(writer->format, NULL);
    if (!encoder || !frame || !stream) return fail(VS_OUT_OF_MEMORY, "no memory for an audio track");
    encoder->sample_fmt = AV_SAMPLE_FMT_FLTP;
    encoder->sample_rate = sample_rate;
    encoder->bit_rate = bit_rate;
    encoder->time_base = (AVRational){1, sample_rate};
    av_channel_layout_default(&encoder->ch_layout, 1);
    if (writer->format->oformat->flags & AVFMT_GLOBALHEADER) encoder->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    int error = avcodec_open2(encoder, codec, NULL);
    if (error >= 0) error = avcodec_parameters_from_context(stream->codecpar, encoder);
    if (error >= 0) {
        stream->time_base = encoder->time_base;
        frame->format = encoder->sample_fmt;
        frame->nb_samples = encoder->frame_size;
        frame->sample_rate = sample_rate;
        av_channel_layout_copy(&frame->ch_layout, &encoder->ch_layout);
        error = av_frame_get_buffer(frame, 0);
    }
    return error < 0 ? fail_av(error, "cannot open the AAC encoder") : VS_OK;
}

static int drain_audio(vsa_writer *writer)
{
    for (;;) {
        int error = avcodec_receive_packet(writer->audio, writer->packet);
        if (error == AVERROR(EAGAIN) || error == AVERROR_EOF) return 0;
        if (error < 0) return error;
        av_packet_rescale_ts(writer->packet, writer->audio->time_base, writer->audio_stream->time_base);
        error = writer_mux(writer, writer->packet, writer->audio_stream);
        if (error < 0) return error;
    }
}

/* Encodes what audio_frame holds. */
static int send_audio(vsa_writer *writer)
{
    AVFrame *frame = writer->audio_frame;
    frame->nb_samples = writer->audio_filled;
    frame->pts = writer->audio_time;
    writer->audio_time += writer->audio_filled;
    writer->audio_filled = 0;
    int error = avcodec_send_frame(writer->audio, frame);
    frame->nb_samples = writer->audio->frame_size;
    return error < 0 ? error : drain_audio(writer);
}

int32_t vsa_writer_write_audio(vsa_writer *writer, const float *samples, int32_t count)
{
    REQUIRE(writer && (samples || count == 0) && count >= 0 && writer->opened && !writer->finished && writer->audio);
    state_begin();
    int error = 0;
    while (count > 0 && error >= 0) {
        if (writer->audio_filled == 0) error = av_frame_make_writable(writer->audio_frame);
        if (error < 0) break;
        int taken = FFMIN(count, writer->audio->frame_size - writer->audio_filled);
        memcpy((float *)writer->audio_frame->data[0] + writer->audio_filled, samples, (size_t)taken * sizeof *samples);
        writer->audio_filled += taken;
        samples += taken;
        count -= taken;
        if (writer->audio_filled == writer->audio->frame_size) error = send_audio(writer);
    }
    return error < 0 ? guard_fail(&writer->guard, error, "cannot write audio") : VS_OK;
}

int writer_finish_audio(vsa_writer *writer)
{
    if (!writer->audio) return 0;
    int error = writer->audio_filled > 0 ? send_audio(writer) : 0;
    if (error >= 0) error = avcodec_send_frame(writer->audio, NULL);
    return error < 0 ? error : drain_audio(writer);
}
