#include <libavutil/avstring.h>
#include <libavutil/mem.h>
#include <stdlib.h>
#include <string.h>

#include "compat.h"

/* Sets target up to carry source's packets as they are. */
static int copy_stream(const AVOutputFormat *container, AVStream *target, const AVStream *source)
{
    int error = avcodec_parameters_copy(target->codecpar, source->codecpar);
    if (error < 0) return error;
    unsigned tag = source->codecpar->codec_tag, other = 0;
    enum AVCodecID codec = source->codecpar->codec_id;
    bool keeps_tag = !container->codec_tag || av_codec_get_id(container->codec_tag, tag) == codec || !av_codec_get_tag2(container->codec_tag, codec, &other);
    target->codecpar->codec_tag = keeps_tag ? tag : 0;
    target->time_base = source->time_base;
    target->disposition = source->disposition;
    target->sample_aspect_ratio = source->sample_aspect_ratio;
    target->avg_frame_rate = source->avg_frame_rate;
    target->r_frame_rate = source->r_frame_rate;
    const int32_t *matrix = compat_display_matrix(source);
    if (matrix) error = compat_set_display_matrix(target, matrix);
    if (error >= 0) error = av_dict_copy(&target->metadata, source->metadata, 0);
    av_dict_set(&target->metadata, "rotate", NULL, 0);
    return error;
}

/* Whether a container holds a track is known only to its muxer, so a header with this one track is written to memory. */
static int try_track(const vsa_writer *writer, const AVStream *source)
{
    const AVOutputFormat *container = writer->format->oformat;
    if (container->flags & AVFMT_NOFILE) return avformat_query_codec(container, source->codecpar->codec_id, FF_COMPLIANCE_NORMAL) == 0 ? AVERROR(EINVAL) : 0;
    if (source->codecpar->codec_id == AV_CODEC_ID_NONE && source->codecpar->codec_type != AVMEDIA_TYPE_ATTACHMENT) return AVERROR(EINVAL);
    AVFormatContext *trial = NULL;
    AVDictionary *options = NULL;
    int error = avformat_alloc_output_context2(&trial, NULL, container->name, NULL);
    AVStream *stream = error >= 0 ? avformat_new_stream(trial, NULL) : NULL;
    if (error >= 0) error = stream ? copy_stream(container, stream, source) : AVERROR(ENOMEM);
    if (error >= 0) error = avio_open_dyn_buf(&trial->pb);
    if (error >= 0) error = av_dict_copy(&options, writer->options, 0);
    if (error >= 0) error = avformat_write_header(trial, &options);
    if (error >= 0) error = 0;
    uint8_t *bytes = NULL;
    if (trial && trial->pb) avio_close_dyn_buf(trial->pb, &bytes);
    av_free(bytes);
    av_dict_free(&options);
    avformat_free_context(trial);
    return error;
}

static int32_t grow_tracks(vsa_writer *writer, int tracks)
{
    if (tracks <= writer->tracks) return VS_OK;
    struct copied_track *track = realloc(writer->track, (size_t)tracks * sizeof *track);
    if (!track) return fail(VS_OUT_OF_MEMORY, "no memory for a track");
    writer->track = track;
    for (; writer->tracks < tracks; writer->tracks++) track[writer->tracks] = (struct copied_track){-1, {0, 1}, {.last = AV_NOPTS_VALUE}};
    return VS_OK;
}

int32_t vsa_writer_add_track(vsa_writer *writer, const vsa_reader *reader, int32_t track)
{
    REQUIRE(writer && reader && track >= 0 && track < reader->tracks && !writer->opened);
    state_begin();
    const AVStream *source = reader->format->streams[track];
    int error = try_track(writer, source);
    if (error == AVERROR(ENOMEM)) return fail_av(error, "cannot add a track");
    if (error < 0) {
        return fail(VSA_NOT_HELD, "the container %s cannot hold %s", writer->format->oformat->name,
                    source->codecpar->codec_id == AV_CODEC_ID_NONE ? "data of an unknown kind" : avcodec_get_name(source->codecpar->codec_id));
    }
    int32_t status = grow_tracks(writer, reader->tracks);
    if (status != VS_OK) return status;
    AVStream *stream = avformat_new_stream(writer->format, NULL);
    if (!stream) return fail(VS_OUT_OF_MEMORY, "no memory for a track");
    error = copy_stream(writer->format->oformat, stream, source);
    if (error < 0) return fail_av(error, "cannot copy a track's header");
    writer->track[track] = (struct copied_track){stream->index, source->time_base, {.last = AV_NOPTS_VALUE}};
    return VS_OK;
}

/* Puts a packet where it belongs on the output's line of time. Containers take packets in the order of their decode times only. */
static void place_packet(vsa_writer *writer, struct copied_track *track, const AVStream *stream, AVPacket *packet)
{
    int64_t shift = times_offset(writer, &track->times, stream->time_base);
    if (packet->dts != AV_NOPTS_VALUE) {
        enum AVMediaType type = stream->codecpar->codec_type;
        bool leads = type == AVMEDIA_TYPE_AUDIO || type == AVMEDIA_TYPE_VIDEO;
        int64_t time = times_follow(writer, &track->times, packet->dts, stream->time_base, leads);
        shift = time - packet->dts;
        packet->dts = times_rise(writer, &track->times, time, packet->duration, writer->format->oformat->flags & AVFMT_TS_NONSTRICT ? 0 : 1);
        if (leads) times_reach(writer, &track->times, stream->time_base);
    }
    if (packet->pts == AV_NOPTS_VALUE) return;
    packet->pts += shift;
    if (packet->dts != AV_NOPTS_VALUE) packet->pts = FFMAX(packet->pts, packet->dts);
}

/* Counts from the video's origin. A cover picture belongs to no moment. */
static void shift(const vsa_writer *writer, const AVStream *stream, AVPacket *packet)
{
    if (writer->origin == 0 || (stream->disposition & AV_DISPOSITION_ATTACHED_PIC)) return;
    int64_t origin = av_rescale_q(writer->origin, writer->source_time_base, stream->time_base);
    if (packet->pts != AV_NOPTS_VALUE) packet->pts -= origin;
    if (packet->dts != AV_NOPTS_VALUE) packet->dts -= origin;
}

int32_t vsa_writer_write_packet(vsa_writer *writer, const vsa_packet *packet)
{
    REQUIRE(writer && packet && writer->opened && !writer->finished);
    state_begin();
    int index = packet->av->stream_index;
    if (index < 0 || index >= writer->tracks || writer->track[index].stream < 0) return VS_OK;
    struct copied_track *track = &writer->track[index];
    AVStream *stream = writer->format->streams[track->stream];
    int error = av_packet_ref(writer->packet, packet->av);
    if (error >= 0) {
        av_packet_rescale_ts(writer->packet, track->time_base, stream->time_base);
        shift(writer, stream, writer->packet);
        place_packet(writer, track, stream, writer->packet);
        error = writer_mux(writer, writer->packet, stream);
    }
    av_packet_unref(writer->packet);
    return error < 0 ? guard_fail(&writer->guard, error, "cannot write a packet") : VS_OK;
}

/* Tags that describe the source's file, not its content. */
static bool is_outdated(const char *key)
{
    static const char *const keys[] = {"major_brand", "minor_version", "compatible_brands", "encoder", "duration", NULL};
    for (int i = 0; keys[i]; i++) {
        if (!av_strcasecmp(key, keys[i])) return true;
    }
    return false;
}

/* Copies what lies in the range of a chapter, if anything. */
static int copy_chapter(AVFormatContext *to, const AVChapter *from, const time_range *range)
{
    const AVRational us = {1, 1000000};
    int64_t first = range->has_start ? av_rescale_q(range->start_us, us, from->time_base) : INT64_MIN, origin = range->has_start ? first : 0;
    int64_t last = range->has_end ? av_rescale_q(range->end_us, us, from->time_base) : INT64_MAX;
    if (from->end <= first || from->start >= last) return 0;
    AVChapter *chapter = av_mallocz(sizeof *chapter);
    if (!chapter) return AVERROR(ENOMEM);
    int count = (int)to->nb_chapters;
    av_dynarray_add(&to->chapters, &count, chapter);
    if (count == 0) {
        to->nb_chapters = 0;
        return AVERROR(ENOMEM);
    }
    to->nb_chapters = (unsigned)count;
    chapter->id = from->id;
    chapter->time_base = from->time_base;
    chapter->start = FFMAX(from->start, first) - origin;
    chapter->end = FFMIN(from->end, last) - origin;
    return av_dict_copy(&chapter->metadata, from->metadata, 0);
}

int32_t vsa_writer_copy_header(vsa_writer *writer, const vsa_reader *reader)
{
    REQUIRE(writer && reader && !writer->opened);
    state_begin();
    int error = 0;
    const AVDictionaryEntry *entry = NULL;
    while (error >= 0 && (entry = av_dict_get(reader->format->metadata, "", entry, AV_DICT_IGNORE_SUFFIX))) {
        if (!is_outdated(entry->key)) error = av_dict_set(&writer->format->metadata, entry->key, entry->value, 0);
    }
    for (unsigned i = 0; i < reader->format->nb_chapters && error >= 0; i++) error = copy_chapter(writer->format, reader->format->chapters[i], &reader->range);
    return error < 0 ? fail_av(error, "cannot copy the header") : VS_OK;
}
