#include <stdlib.h>
#include <string.h>

#include "internal.h"

/* Files and pipes are as fast as they are; a network that stands still is broken. */
static bool is_local(const char *url)
{
    const char *protocol = avio_find_protocol_name(url);
    return protocol && (!strcmp(protocol, "file") || !strcmp(protocol, "pipe"));
}

int32_t vsa_writer_create(const vsa_writer_options *options, vsa_interrupt *interrupt, vsa_writer **out)
{
    REQUIRE(options && (options->url || options->container) && out);
    state_begin();
    vsa_container_info container;
    int32_t status = vsa_container_find(options->url ? options->url : "", options->container, &container);
    if (status == VS_OK && !options->url && container.no_file) {
        status = fail(VSA_NOT_HELD, "the container %s opens its own files or connections: it cannot be written into memory", container.name);
    }
    if (status != VS_OK) return status;
    vsa_writer *writer = calloc(1, sizeof *writer);
    if (!writer) return fail(VS_OUT_OF_MEMORY, "no memory for a writer");
    count_add(COUNT_WRITERS, 1);
    guard_attach(&writer->guard, interrupt, "the other side took nothing");
    writer->open_timeout_us = options->open_timeout_us;
    writer->to_memory = !options->url;
    writer->write_timeout_us = !options->url || is_local(options->url) ? 0 : options->write_timeout_us;
    writer->times.last = AV_NOPTS_VALUE;
    writer->packet = av_packet_alloc();
    if (!writer->packet) status = fail(VS_OUT_OF_MEMORY, "no memory for a writer");
    if (status == VS_OK) status = dictionary_parse(options->options, options->options_length, &writer->options);
    if (status == VS_OK) {
        int error = avformat_alloc_output_context2(&writer->format, NULL, container.name, options->url);
        if (error < 0) status = fail_av(error, "cannot make the container");
    }
    if (status != VS_OK) {
        vsa_writer_free(writer);
        return status;
    }
    writer->format->interrupt_callback = (AVIOInterruptCB){guard_check, &writer->guard};
    *out = writer;
    return VS_OK;
}

static int close_io(vsa_writer *writer)
{
    if (writer->to_memory) return 0;
    if (!writer->format || !writer->format->pb || (writer->format->oformat->flags & AVFMT_NOFILE)) return 0;
    return avio_closep(&writer->format->pb);
}

/* These muxers let go of their connections with the trailer only, which they write none of. */
static bool closes_with_trailer(const AVFormatContext *format)
{
    return format && (!strcmp(format->oformat->name, "rtsp") || !strcmp(format->oformat->name, "sap"));
}

int32_t vsa_writer_free(vsa_writer *writer)
{
    if (!writer) return VS_OK;
    guard_arm(&writer->guard, writer->write_timeout_us);
    if (writer->opened && !writer->finished && closes_with_trailer(writer->format)) av_write_trailer(writer->format);
    encoding_close(&writer->video);
    avcodec_free_context(&writer->audio);
    close_io(writer);
    if (writer->to_memory) memory_close(writer);
    avformat_free_context(writer->format);
    av_dict_free(&writer->options);
    av_packet_free(&writer->packet);
    av_frame_free(&writer->audio_frame);
    free(writer->track);
    av_freep(&writer->first_us);
    guard_detach(&writer->guard);
    count_add(COUNT_WRITERS, -1);
    free(writer);
    return VS_OK;
}

int32_t vsa_writer_set_tag(vsa_writer *writer, const char *key, const char *value)
{
    REQUIRE(writer && key && value && !writer->opened);
    return av_dict_set(&writer->format->metadata, key, value, 0) < 0 ? fail(VS_OUT_OF_MEMORY, "no memory for a tag") : VS_OK;
}

int32_t vsa_writer_open(vsa_writer *writer, vsa_rational *video_time_base)
{
    REQUIRE(writer && !writer->opened && writer->format->nb_streams > 0);
    state_begin();
    AVFormatContext *format = writer->format;
    int error = 0;
    guard_arm(&writer->guard, writer->open_timeout_us);
    if (writer->to_memory) {
        if (memory_open(writer) < 0) return fail(VS_OUT_OF_MEMORY, "no memory for a writer");
    } else if (!(format->oformat->flags & AVFMT_NOFILE)) {
        error = avio_open2(&format->pb, format->url, AVIO_FLAG_WRITE, &format->interrupt_callback, &writer->options);
        if (error < 0) return guard_fail(&writer->guard, error, "cannot open");
    }
    /* Everything that FFmpeg holds goes out with each packet: what a crash loses is what a muxer keeps back, no more. */
    format->flags |= AVFMT_FLAG_FLUSH_PACKETS;
    error = avformat_init_output(format, &writer->options);
    if (error < 0) return guard_fail(&writer->guard, error, "cannot set the container up");
    int32_t status = dictionary_require_used(writer->options, format->oformat->name);
    if (status != VS_OK) return status;
    error = avformat_write_header(format, NULL);
    if (error < 0) return guard_fail(&writer->guard, error, "cannot write the header");
    /* MP4's muxer switches bitstream filters off for fragments (the header might be out already). Ours is written after the first
     * fragment, so the one that fits transport streams' AAC into MP4 may do its work. */
    format->flags |= AVFMT_FLAG_AUTO_BSF;
    if (fragments_begin(writer) < 0) return fail(VS_OUT_OF_MEMORY, "no memory for a writer");
    writer->opened = true;
    if (video_time_base && writer->video_stream) {
        *video_time_base = (vsa_rational){writer->video_stream->time_base.num, writer->video_stream->time_base.den};
    }
    return VS_OK;
}

int writer_mux(vsa_writer *writer, AVPacket *packet, AVStream *stream)
{
    packet->stream_index = stream->index;
    packet->pos = -1;
    writer->counts.packets++;
    writer->counts.bytes += packet->size;
    int64_t time_us = packet->dts == AV_NOPTS_VALUE ? AV_NOPTS_VALUE : av_rescale_q(packet->dts, stream->time_base, AV_TIME_BASE_Q);
    guard_arm(&writer->guard, writer->write_timeout_us);
    int error = av_interleaved_write_frame(writer->format, packet);
    return error < 0 ? error : fragments_follow(writer, stream->index, time_us);
}

int writer_drain_video(vsa_writer *writer)
{
    for (;;) {
        int error = encoding_receive(&writer->video, writer->packet);
        if (error == AVERROR(EAGAIN) || error == AVERROR_EOF) return 0;
        if (error < 0) return error;
        av_packet_rescale_ts(writer->packet, writer->video.context->time_base, writer->video_stream->time_base);
        error = writer_mux(writer, writer->packet, writer->video_stream);
        if (error < 0) return error;
    }
}

static int finish_video(vsa_writer *writer)
{
    if (!writer->video.context) return 0;
    int error = encoding_end(&writer->video);
    return error < 0 ? error : writer_drain_video(writer);
}

/* Of several failures the first one is told. */
static int32_t finish_step(const vsa_writer *writer, int error, int32_t status)
{
    return error < 0 && status == VS_OK ? guard_fail(&writer->guard, error, "cannot finish") : status;
}

int32_t vsa_writer_finish(vsa_writer *writer)
{
    REQUIRE(writer && writer->opened && !writer->finished);
    state_begin();
    writer->finished = true;
    int error = finish_video(writer);
    if (error >= 0) error = writer_finish_audio(writer);
    int32_t status = finish_step(writer, error, VS_OK);
    guard_arm(&writer->guard, writer->write_timeout_us);
    status = finish_step(writer, av_write_trailer(writer->format), status);
    guard_arm(&writer->guard, writer->write_timeout_us);
    return finish_step(writer, close_io(writer), status);
}

int32_t vsa_writer_counts_get(const vsa_writer *writer, vsa_writer_counts *counts)
{
    REQUIRE(writer && counts);
    *counts = writer->counts;
    counts->frames = writer->video.frames;
    counts->converted_frames = writer->video.converted;
    return VS_OK;
}
