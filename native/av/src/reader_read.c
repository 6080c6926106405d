#include <libavutil/pixdesc.h>
#include <libavutil/time.h>
#include <string.h>

#include "compat.h"

/* A damaged file can fail at every byte; a decoder or demuxer that makes no headway for so long has reached its end. */
#define HOPELESS 256

/* Converts the frame in scratch, whose format is not readable, into frame. */
static int32_t convert_scratch(vsa_reader *reader, AVFrame *frame)
{
    const AVFrame *source = reader->scratch;
    enum AVPixelFormat format = pixel_format_nearest_readable(source->format);
    if (format == AV_PIX_FMT_NONE) {
        const char *name = av_get_pix_fmt_name(source->format);
        return fail(VS_UNSUPPORTED, "a frame's pixel format %s cannot be converted to one with plain samples", name ? name : "(unknown)");
    }
    frame->format = format;
    frame->width = source->width;
    frame->height = source->height;
    int error = pool_get_buffer(reader->pool, frame);
    if (error >= 0) error = av_frame_copy_props(frame, source);
    if (error >= 0) error = convert_frame(&reader->scaler, source, frame);
    return error < 0 ? fail_av(error, "cannot convert a frame") : VS_OK;
}

static int64_t duration_of(const AVFrame *frame, int64_t nominal)
{
    int64_t duration = compat_frame_duration(frame);
    return duration > 0 ? duration : nominal;
}

/* Sees to it that a decoded frame has a time. */
static void stamp(vsa_reader *reader, AVFrame *frame)
{
    reader->time_guessed = frame->best_effort_timestamp == AV_NOPTS_VALUE;
    reader->counts.guessed_times += reader->time_guessed;
    if (reader->time_guessed) frame->best_effort_timestamp = reader->next_time == AV_NOPTS_VALUE ? 0 : reader->next_time;
    frame->pts = frame->best_effort_timestamp;
    reader->next_time = frame->pts + FFMAX(duration_of(frame, reader->decoded_duration), 1);
}

static int32_t deliver(vsa_reader *reader, vsa_frame *out, vsa_frame_info *info)
{
    int32_t flags = reader->time_guessed ? VSA_FRAME_TIME_GUESSED : 0;
    AVFrame *frame = reader->scratch;
    enum AVPixelFormat format = frame->format;
    if (pixel_format_normalise(&format)) {
        frame->format = format;
        frame->color_range = AVCOL_RANGE_JPEG;
    }
    if (reader_filter_is_second_field(reader)) flags |= VSA_FRAME_SECOND_FIELD;
    if (compat_frame_is_key(frame)) flags |= VSA_FRAME_KEY;
    if (compat_frame_is_interlaced(frame)) flags |= VSA_FRAME_INTERLACED;
    if (compat_frame_is_top_field_first(frame)) flags |= VSA_FRAME_TOP_FIELD_FIRST;
    if ((frame->flags & AV_FRAME_FLAG_CORRUPT) || frame->decode_error_flags) {
        flags |= VSA_FRAME_CORRUPT;
        reader->counts.corrupt_frames++;
    }
    int64_t time = frame->pts;
    int64_t duration = duration_of(frame, reader->delivered_duration);

    if (pixel_format_is_readable(format)) {
        av_frame_move_ref(out->av, frame);
    } else {
        int32_t status = convert_scratch(reader, out->av);
        av_frame_unref(frame);
        if (status != VS_OK) {
            av_frame_unref(out->av);
            return status;
        }
        flags |= VSA_FRAME_CONVERTED;
    }
    frame_describe(out->av, info);
    info->flags = flags;
    info->time = time;
    info->duration = duration;
    reader->counts.frames++;
    return VS_OK;
}

/* No more input: what is in the decoder comes out first, then the reason. */
static void begin_drain(vsa_reader *reader, int32_t status)
{
    reader->draining = true;
    reader->end_status = status;
    if (status != VS_END) vsa_last_error(reader->end_message, sizeof reader->end_message);
    avcodec_send_packet(reader->decoder, NULL);
}

static void take_read_error(vsa_reader *reader, int error)
{
    if (reader->guard.reason != VS_OK) {
        begin_drain(reader, guard_fail(&reader->guard, error, "reading"));
    } else if (error == AVERROR_EOF) {
        /* Some protocols report a broken connection or disk as the end. */
        int broken = reader->format->pb ? reader->format->pb->error : 0;
        begin_drain(reader, broken < 0 && broken != AVERROR_EOF ? fail_av(broken, "reading") : VS_END);
    } else if (error == AVERROR_INVALIDDATA) {
        reader->counts.read_errors++;
        if (++reader->consecutive_errors >= HOPELESS) begin_drain(reader, VS_END);
    } else {
        begin_drain(reader, fail_av(error, "reading"));
    }
}

static void decode_packet(vsa_reader *reader)
{
    reader->counts.packets++;
    int error = avcodec_send_packet(reader->decoder, reader->packet);
    if (error < 0 && error != AVERROR(EAGAIN)) reader->counts.decode_errors++;
}

static int32_t hand_out(const AVPacket *packet, int32_t *kind, vsa_packet_info *info)
{
    *kind = VSA_READ_PACKET;
    packet_describe(packet, info);
    return VS_OK;
}

/* Waits for the next packet. Only this wait counts for the time-out, not decoding and filtering. Once the time-out has passed it stays so:
 * FFmpeg may still hand out packets it had before. */
int reader_await_packet(vsa_reader *reader)
{
    if (reader->guard.reason == VS_OK) guard_arm(&reader->guard, reader->read_timeout_us);
    int error;
    while ((error = av_read_frame(reader->format, reader->packet)) == AVERROR(EAGAIN) && !guard_check(&reader->guard)) av_usleep(1000);
    guard_disarm(&reader->guard);
    return error;
}

/* Nothing can be delivered any more: this read and all to come fail with what was kept by fail(). */
static int32_t end_with(vsa_reader *reader, int32_t status)
{
    reader->ended = true;
    reader->end_status = status;
    vsa_last_error(reader->end_message, sizeof reader->end_message);
    return status;
}

int32_t vsa_reader_read(vsa_reader *reader, vsa_frame *frame, vsa_packet *packet, int32_t *kind, vsa_frame_info *frame_info,
                        vsa_packet_info *packet_info)
{
    REQUIRE(reader && frame && packet && kind && frame_info && packet_info && !frame->av->buf[0] && !packet->av->buf);
    state_begin();
    while (!reader->ended) {
        if (guard_check(&reader->guard) && reader->guard.reason == VS_CANCELLED) return guard_fail(&reader->guard, AVERROR_EXIT, "reading");
        *kind = VSA_READ_FRAME;
        if (reader->filter) {
            bool pulled;
            int32_t status = reader_filter_pull(reader, reader->scratch, &pulled);
            if (pulled) return deliver(reader, frame, frame_info);
            if (status == VS_END) break;
            if (status != VS_OK) return end_with(reader, status);
        }
        if (reader->range.passed) {
            if (!reader->filter) break;
            reader_filter_close(reader);
            continue;
        }
        int error = avcodec_receive_frame(reader->decoder, reader->scratch);
        if (error >= 0) {
            reader->consecutive_errors = 0;
            stamp(reader, reader->scratch);
            if (range_place_frame(reader, reader->scratch->pts) != RANGE_INSIDE) {
                av_frame_unref(reader->scratch);
                continue;
            }
            int32_t status = reader_filter_meet(reader, reader->scratch);
            if (status != VS_OK) return end_with(reader, status);
            if (!reader->filter) return deliver(reader, frame, frame_info);
            status = reader_filter_push(reader, reader->scratch);
            if (status != VS_OK) return end_with(reader, status);
            continue;
        }
        if (error != AVERROR(EAGAIN) && error != AVERROR_EOF) {
            if (error == AVERROR(ENOMEM)) return fail_av(error, "decoding");
            reader->counts.decode_errors++;
            if (++reader->consecutive_errors < HOPELESS) continue;
            error = AVERROR_EOF;
        }
        if (error == AVERROR_EOF || reader->draining) {
            if (!reader->filter) break;
            reader_filter_close(reader);
            continue;
        }
        error = reader_await_packet(reader);
        if (error < 0) {
            take_read_error(reader, error);
            continue;
        }
        if (reader->packet->stream_index == reader->video) {
            if (range_decodes(reader, reader->packet)) decode_packet(reader);
        } else if (reader->read_tracks && reader->packet->stream_index < reader->tracks && range_keeps(reader, reader->packet)) {
            av_packet_move_ref(packet->av, reader->packet);
            return hand_out(packet->av, kind, packet_info);
        }
        av_packet_unref(reader->packet); /* used up, or of a track that appeared later, or that nobody asked for */
    }
    if (!reader->ended && range_read_rest(reader, packet->av)) return hand_out(packet->av, kind, packet_info);
    if (!reader->ended && reader->end_status == VS_END && range_end(reader) != VS_END) return end_with(reader, VSA_OUT_OF_RANGE);
    reader->ended = true;
    return reader->end_status == VS_END ? VS_END : fail(reader->end_status, "%s", reader->end_message);
}
