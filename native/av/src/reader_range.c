#include <libavutil/time.h>
#include <stdlib.h>

#include "internal.h"

#define SECOND INT64_C(1000000)
#define WAIT_US 1000

/* Sound and pictures of one moment lie no farther apart than this, in decode time. */
#define INTERLEAVED_US SECOND

static const AVRational microseconds = {1, 1000000};

static AVStream *video_of(const vsa_reader *reader) { return reader->format->streams[reader->video]; }

static int64_t ticks(const vsa_reader *reader, int64_t us) { return av_rescale_q(us, microseconds, video_of(reader)->time_base); }

/* The first tick that does not lie before a time, which may itself be a tick's, rounded to a microsecond. */
static int64_t first_tick(const vsa_reader *reader, int64_t us)
{
    return av_rescale_q_rnd(us - 1, microseconds, video_of(reader)->time_base, AV_ROUND_UP);
}

static int64_t time_of(const AVPacket *packet) { return packet->pts != AV_NOPTS_VALUE ? packet->pts : packet->dts; }

/* Where the recording begins. What lies before 0 only warms decoders up. */
static int64_t beginning_us(const AVFormatContext *format)
{
    return format->start_time == AV_NOPTS_VALUE ? 0 : FFMAX(format->start_time, 0);
}

/* How long the pictures last, counted from the recording's beginning; 0: unknown, or a guess. */
static int64_t length_us(const vsa_reader *reader)
{
    const AVFormatContext *format = reader->format;
    const AVStream *stream = video_of(reader);
    if (stream->duration > 0 && stream->start_time != AV_NOPTS_VALUE && format->duration_estimation_method == AVFMT_DURATION_FROM_STREAM) {
        return av_rescale_q(stream->start_time + stream->duration, stream->time_base, microseconds) - beginning_us(format);
    }
    return format->duration > 0 && format->duration_estimation_method != AVFMT_DURATION_FROM_BITRATE ? format->duration : 0;
}

static bool can_seek(const vsa_reader *reader)
{
    const AVFormatContext *format = reader->format;
    return video_of(reader)->start_time != AV_NOPTS_VALUE && !(format->ctx_flags & AVFMTCTX_UNSEEKABLE) &&
           (!format->pb || (format->pb->seekable & AVIO_SEEKABLE_NORMAL));
}

/* Whether the first picture that needs no other one lies no later than the start. Reads up to it. */
static bool begins_in_time(vsa_reader *reader)
{
    for (;;) {
        int error = av_read_frame(reader->format, reader->packet);
        if (error == AVERROR(EAGAIN)) {
            av_usleep(WAIT_US);
            continue;
        }
        if (error < 0) return false;
        bool is_key = reader->packet->stream_index == reader->video && (reader->packet->flags & AV_PKT_FLAG_KEY);
        int64_t time = time_of(reader->packet);
        av_packet_unref(reader->packet);
        if (is_key) return time != AV_NOPTS_VALUE && time <= reader->range.start;
    }
}

/* Goes to a key picture at or before the start. Some containers (MPEG-TS) only guess where one lies, so it is looked for farther and farther
 * back. What cannot seek stays where it is and is read through. */
static int32_t seek_start(vsa_reader *reader)
{
    AVFormatContext *format = reader->format;
    time_range *range = &reader->range;
    int64_t first = ticks(reader, beginning_us(format)), back_us = 0, target = range->start;
    while (target > first) {
        int error = avformat_seek_file(format, reader->video, INT64_MIN, target, target, 0);
        if (error < 0 && back_us == 0) return VS_OK;
        if (error >= 0 && begins_in_time(reader)) {
            range->awaits_key = true;
            error = avformat_seek_file(format, reader->video, INT64_MIN, target, target, 0);
            return error < 0 ? guard_fail(&reader->guard, error, "cannot go to the start") : VS_OK;
        }
        if (reader->guard.reason != VS_OK) return guard_fail(&reader->guard, AVERROR_EXIT, "cannot go to the start");
        back_us = back_us ? 2 * back_us : SECOND;
        target = range->start - ticks(reader, back_us);
    }
    /* Where a container guesses, only its first byte is sure to be the beginning. */
    int error = format->iformat->flags & AVFMT_TS_DISCONT ? av_seek_frame(format, -1, 0, AVSEEK_FLAG_BYTE)
                                                          : avformat_seek_file(format, reader->video, INT64_MIN, first, INT64_MAX, 0);
    return error < 0 ? guard_fail(&reader->guard, error, "cannot go to the start") : VS_OK;
}

int32_t range_open(vsa_reader *reader, int64_t start_us, int64_t duration_us)
{
    time_range *range = &reader->range;
    range->has_start = start_us > 0;
    range->has_end = duration_us > 0;
    range->began = calloc((size_t)reader->tracks, sizeof *range->began);
    if (!range->began) return fail(VS_OUT_OF_MEMORY, "no memory for a reader");
    range->start_us = beginning_us(reader->format) + FFMAX(start_us, 0);
    range->end_us = range->start_us + duration_us;
    range->start = first_tick(reader, range->start_us);
    range->end = first_tick(reader, range->end_us);
    int64_t length = length_us(reader);
    if (range->has_start && length > 0 && start_us >= length) {
        return fail(VSA_OUT_OF_RANGE, "a recording of %.3f s", (double)length / SECOND);
    }
    return range->has_start && can_seek(reader) ? seek_start(reader) : VS_OK;
}

void range_free(vsa_reader *reader) { free(reader->range.began); }

void range_describe(const vsa_reader *reader, vsa_video_info *info)
{
    const time_range *range = &reader->range;
    int64_t from = info->start_time != AV_NOPTS_VALUE ? info->start_time : ticks(reader, beginning_us(reader->format));
    int64_t cut_from = range->has_start ? FFMAX(from, range->start) : from;
    if (range->has_start) {
        info->origin = range->start;
        info->start_time = cut_from;
    }
    if (!range->has_start && !range->has_end) return;
    if (info->duration > 0) {
        int64_t to = range->has_end ? FFMIN(from + info->duration, range->end) : from + info->duration;
        int64_t cut = FFMAX(to - cut_from, 0);
        info->frames = av_rescale(info->frames, cut, info->duration);
        info->duration = cut;
    } else {
        info->frames = 0;
        info->duration = range->has_end ? range->end - cut_from : AV_NOPTS_VALUE;
    }
}

range_place range_place_frame(vsa_reader *reader, int64_t time)
{
    time_range *range = &reader->range;
    if (range->has_start && time < range->start) return RANGE_BEFORE;
    range->passed |= range->has_end && time >= range->end;
    if (range->passed) return RANGE_BEHIND;
    range->reached = true;
    return RANGE_INSIDE;
}

bool range_decodes(vsa_reader *reader, const AVPacket *packet)
{
    if (packet->flags & AV_PKT_FLAG_KEY) reader->range.awaits_key = false;
    return !reader->range.awaits_key;
}

bool range_keeps(vsa_reader *reader, const AVPacket *packet)
{
    time_range *range = &reader->range;
    const AVStream *stream = reader->format->streams[packet->stream_index];
    int64_t time = time_of(packet);
    if ((stream->disposition & AV_DISPOSITION_ATTACHED_PIC) || time == AV_NOPTS_VALUE) return true;
    if (range->has_start && av_compare_ts(time, stream->time_base, range->start_us, microseconds) < 0) return false;
    if (range->has_end && av_compare_ts(time, stream->time_base, range->end_us, microseconds) >= 0) return false;
    bool needs_key = range->has_start && stream->codecpar->codec_type == AVMEDIA_TYPE_VIDEO && !range->began[packet->stream_index];
    if (needs_key && !(packet->flags & AV_PKT_FLAG_KEY)) return false;
    range->began[packet->stream_index] = true;
    return true;
}

bool range_read_rest(vsa_reader *reader, AVPacket *packet)
{
    const time_range *range = &reader->range;
    if (!range->passed || !reader->read_tracks || reader->draining) return false;
    AVRational time_base = video_of(reader)->time_base;
    while (reader_await_packet(reader) >= 0) {
        AVPacket *next = reader->packet;
        bool is_video = next->stream_index == reader->video;
        bool is_far = is_video && next->dts != AV_NOPTS_VALUE && av_compare_ts(next->dts, time_base, range->end_us + INTERLEAVED_US, microseconds) > 0;
        if (!is_video && next->stream_index < reader->tracks && range_keeps(reader, next)) {
            av_packet_move_ref(packet, next);
            return true;
        }
        av_packet_unref(next);
        if (is_far) return false;
    }
    return false;
}

int32_t range_end(const vsa_reader *reader)
{
    const time_range *range = &reader->range;
    if (range->reached || !(range->has_start || range->passed)) return VS_END;
    return range->passed ? fail(VSA_OUT_OF_RANGE, "no frame in it between %.3f s and %.3f s", (double)range->start_us / SECOND, (double)range->end_us / SECOND)
                         : fail(VSA_OUT_OF_RANGE, "a recording that ends before");
}
