#include <libavutil/display.h>
#include <math.h>
#include <string.h>

#include "compat.h"

static vsa_rational rational(AVRational r) { return (vsa_rational){r.num, r.den}; }

AVRational reader_frame_rate(const vsa_reader *reader)
{
    return av_guess_frame_rate(reader->format, reader->format->streams[reader->video], NULL);
}

static double clockwise(const int32_t *matrix)
{
    double angle = -av_display_rotation_get(matrix);
    if (isnan(angle)) return 0;
    angle = fmod(angle, 360);
    return angle < 0 ? angle + 360 : angle + 0.0;
}

int32_t vsa_reader_video(const vsa_reader *reader, vsa_video_info *info)
{
    REQUIRE(reader && info);
    AVFormatContext *format = reader->format;
    AVStream *stream = format->streams[reader->video];
    const AVCodecParameters *par = stream->codecpar;
    memset(info, 0, sizeof *info);
    info->track = reader->video;
    info->width = par->width;
    info->height = par->height;
    info->source_pixel_format = par->format;
    info->pixel_format = pixel_format_nearest_readable(par->format);
    info->time_base = rational(stream->time_base);
    info->frame_rate = rational(reader_frame_rate(reader));
    info->sample_aspect_ratio = rational(av_guess_sample_aspect_ratio(format, stream, NULL));
    info->color = (vsa_color){par->color_space, par->color_range, par->color_primaries, par->color_trc, par->chroma_location};
    enum AVPixelFormat plain = par->format;
    if (pixel_format_normalise(&plain)) info->color.range = VSA_RANGE_FULL;
    info->field_order = par->field_order;
    const int32_t *matrix = compat_display_matrix(stream);
    if (matrix) {
        info->has_display_matrix = 1;
        memcpy(info->display_matrix, matrix, sizeof info->display_matrix);
        info->rotation = clockwise(matrix);
    }
    info->start_time = stream->start_time;
    info->duration = stream->duration;
    if (info->duration == AV_NOPTS_VALUE && format->duration != AV_NOPTS_VALUE) {
        info->duration = av_rescale_q(format->duration, AV_TIME_BASE_Q, stream->time_base);
    }
    info->frames = stream->nb_frames;
    info->bit_rate = par->bit_rate > 0 ? par->bit_rate : format->bit_rate;
    copy_text(info->codec, sizeof info->codec, avcodec_get_name(par->codec_id));
    range_describe(reader, info);
    if (reader->filter) reader_filter_describe(reader, info);
    return VS_OK;
}

int32_t vsa_reader_track_count(const vsa_reader *reader, int32_t *count)
{
    REQUIRE(reader && count);
    *count = reader->tracks;
    return VS_OK;
}

static int32_t kind_of(enum AVMediaType type)
{
    switch (type) {
    case AVMEDIA_TYPE_VIDEO: return VSA_TRACK_VIDEO;
    case AVMEDIA_TYPE_AUDIO: return VSA_TRACK_AUDIO;
    case AVMEDIA_TYPE_SUBTITLE: return VSA_TRACK_SUBTITLE;
    case AVMEDIA_TYPE_ATTACHMENT: return VSA_TRACK_ATTACHMENT;
    default: return VSA_TRACK_DATA;
    }
}

static const char *tag(const AVDictionary *tags, const char *key)
{
    const AVDictionaryEntry *entry = av_dict_get(tags, key, NULL, 0);
    return entry ? entry->value : "";
}

int32_t vsa_reader_track(const vsa_reader *reader, int32_t index, vsa_track_info *info)
{
    REQUIRE(reader && info && index >= 0 && index < reader->tracks);
    const AVStream *stream = reader->format->streams[index];
    const AVCodecParameters *par = stream->codecpar;
    memset(info, 0, sizeof *info);
    info->index = index;
    info->kind = kind_of(par->codec_type);
    info->attached_picture = !!(stream->disposition & AV_DISPOSITION_ATTACHED_PIC);
    info->is_default = !!(stream->disposition & AV_DISPOSITION_DEFAULT);
    info->time_base = rational(stream->time_base);
    info->width = par->width;
    info->height = par->height;
    info->sample_rate = par->sample_rate;
    info->channels = par->ch_layout.nb_channels;
    copy_text(info->codec, sizeof info->codec, par->codec_id == AV_CODEC_ID_NONE ? "unknown" : avcodec_get_name(par->codec_id));
    copy_text(info->language, sizeof info->language, tag(stream->metadata, "language"));
    copy_text(info->title, sizeof info->title, tag(stream->metadata, "title"));
    return VS_OK;
}

int32_t vsa_reader_container(const vsa_reader *reader, char *buffer, int32_t capacity)
{
    REQUIRE(reader && buffer && capacity > 0);
    copy_text(buffer, (size_t)capacity, reader->format->iformat->name);
    return VS_OK;
}

int32_t vsa_reader_tag(const vsa_reader *reader, int32_t track, int32_t position, char *key, int32_t key_capacity, char *value,
                       int32_t value_capacity)
{
    REQUIRE(reader && key && value && key_capacity > 0 && value_capacity > 0 && track >= -1 && track < reader->tracks && position >= 0);
    const AVDictionary *tags = track < 0 ? reader->format->metadata : reader->format->streams[track]->metadata;
    const AVDictionaryEntry *entry = NULL;
    do {
        entry = av_dict_get(tags, "", entry, AV_DICT_IGNORE_SUFFIX);
    } while (entry && position-- > 0);
    if (!entry) return VS_END;
    copy_text(key, (size_t)key_capacity, entry->key);
    copy_text(value, (size_t)value_capacity, entry->value);
    return VS_OK;
}

int32_t vsa_reader_counts_get(const vsa_reader *reader, vsa_reader_counts *counts)
{
    REQUIRE(reader && counts);
    *counts = reader->counts;
    return VS_OK;
}
