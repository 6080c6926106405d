#include <libavutil/opt.h>

#include "internal.h"

/* So many fragments the others wait for a track that says nothing. */
#define PATIENCE 3

int fragments_begin(vsa_writer *writer)
{
    const AVFormatContext *format = writer->format;
    bool has_silence = format->max_interleave_delta > 0 && (format->oformat->flags & AVFMT_ALLOW_FLUSH);
    if (!has_silence || !format->priv_data || av_opt_get_int(format->priv_data, "frag_duration", 0, &writer->fragment_us) < 0) writer->fragment_us = 0;
    if (writer->fragment_us <= 0) return 0;
    writer->first_us = av_malloc_array(format->nb_streams, sizeof *writer->first_us);
    if (!writer->first_us) return AVERROR(ENOMEM);
    for (unsigned i = 0; i < format->nb_streams; i++) writer->first_us[i] = AV_NOPTS_VALUE;
    return 0;
}

static bool is_any_silent(const vsa_writer *writer, int64_t now_us)
{
    for (unsigned i = 0; i < writer->format->nb_streams; i++) {
        if (writer->first_us[i] == AV_NOPTS_VALUE || writer->first_us[i] > now_us) return true;
    }
    return false;
}

int fragments_follow(vsa_writer *writer, int stream, int64_t time_us)
{
    if (!writer->first_us || time_us == AV_NOPTS_VALUE) return 0;
    if (writer->first_us[stream] == AV_NOPTS_VALUE) writer->first_us[stream] = time_us;
    if (!writer->video_stream || stream != writer->video_stream->index) return 0;
    /* What is younger than max_interleave_delta may still lie in libavformat's queue. */
    AVFormatContext *format = writer->format;
    if (time_us - writer->first_us[stream] < PATIENCE * writer->fragment_us + format->max_interleave_delta) return 0;
    int error = 0;
    if (is_any_silent(writer, time_us)) {
        error = av_write_frame(format, NULL);                      /* the header */
        if (error >= 0) error = av_write_frame(format, NULL);      /* what waited for it */
        /* The header's edit list cannot say any more when a late track begins; its first fragment says it. */
        if (error >= 0) error = av_opt_set(format->priv_data, "movflags", "+frag_discont", 0);
    }
    av_freep(&writer->first_us);
    return FFMIN(error, 0);
}
