#include <libavfilter/avfilter.h>
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
#include <libavutil/bprint.h>
#include <libavutil/pixdesc.h>
#include <stdlib.h>
#include <string.h>

#include "compat.h"

struct reader_filter {
    AVFilterGraph *graph;
    AVFilterContext *source, *sink;
    AVRational time_base;       /* of the first graph, which is what the reader announced */
    AVFrame *pending;           /* a frame of another size or format, which waits for what came before it */
    int width, height, format;  /* what the graph was built for */
    int64_t next_time;          /* of a frame that lost its time in the filters */
    bool closed;                /* no frame will come into the graph any more */
    bool deinterlaces;
    int pulled;                 /* frames since the last push */
};

void reader_filter_free(reader_filter *filter)
{
    if (!filter) return;
    avfilter_graph_free(&filter->graph);
    av_frame_free(&filter->pending);
    free(filter);
}

/* FFmpeg's arguments of the source "buffer". */
static int create_source(reader_filter *filter, AVRational time_base, AVRational frame_rate, AVRational aspect_ratio)
{
    AVBPrint arguments;
    av_bprint_init(&arguments, 0, AV_BPRINT_SIZE_AUTOMATIC);
    av_bprintf(&arguments, "video_size=%dx%d:pix_fmt=%d:time_base=%d/%d:pixel_aspect=%d/%d", filter->width, filter->height, filter->format,
               time_base.num, time_base.den, aspect_ratio.num, FFMAX(aspect_ratio.den, 1));
    if (frame_rate.num > 0 && frame_rate.den > 0) av_bprintf(&arguments, ":frame_rate=%d/%d", frame_rate.num, frame_rate.den);
    return avfilter_graph_create_filter(&filter->source, avfilter_get_by_name("buffer"), "in", arguments.str, NULL, filter->graph);
}

/* Only pictures that say they are interlaced are changed. A picture waits for the next one. */
static const char *deinterlacer(int32_t mode)
{
    return mode == VSA_DEINTERLACE_FIELDS ? "bwdif=mode=send_field:deint=interlaced" : "bwdif=mode=send_frame:deint=interlaced";
}

/* Puts the chain between source and sink. */
static int link_chain(const vsa_reader *reader, reader_filter *filter)
{
    AVBPrint chain;
    av_bprint_init(&chain, 0, AV_BPRINT_SIZE_UNLIMITED);
    if (filter->deinterlaces) av_bprintf(&chain, "%s%s", deinterlacer(reader->deinterlace), reader->chain ? "," : "");
    if (reader->chain) av_bprintf(&chain, "%s", reader->chain);
    if (!av_bprint_is_complete(&chain)) {
        av_bprint_finalize(&chain, NULL);
        return AVERROR(ENOMEM);
    }
    AVFilterInOut *outputs = avfilter_inout_alloc(), *inputs = avfilter_inout_alloc();
    int error = AVERROR(ENOMEM);
    if (outputs && inputs) {
        *outputs = (AVFilterInOut){.name = av_strdup("in"), .filter_ctx = filter->source};
        *inputs = (AVFilterInOut){.name = av_strdup("out"), .filter_ctx = filter->sink};
        error = avfilter_graph_parse_ptr(filter->graph, chain.str, &inputs, &outputs, NULL);
    }
    av_bprint_finalize(&chain, NULL);
    avfilter_inout_free(&inputs);
    avfilter_inout_free(&outputs);
    return error < 0 ? error : avfilter_graph_config(filter->graph, NULL);
}

static int32_t build(vsa_reader *reader, int width, int height, int format, AVRational aspect_ratio)
{
    reader_filter *filter = reader->filter;
    avfilter_graph_free(&filter->graph);
    filter->source = filter->sink = NULL; /* the graph's own */
    filter->width = width;
    filter->height = height;
    filter->format = format;
    filter->graph = avfilter_graph_alloc();
    if (!filter->graph) return fail(VS_OUT_OF_MEMORY, "no memory for filters");
    filter->graph->nb_threads = reader->filter_threads;
    AVRational time_base = reader->format->streams[reader->video]->time_base;
    int error = create_source(filter, time_base, reader_frame_rate(reader), aspect_ratio);
    if (error >= 0) error = avfilter_graph_create_filter(&filter->sink, avfilter_get_by_name("buffersink"), "out", NULL, NULL, filter->graph);
    if (error >= 0) error = link_chain(reader, filter);
    if (error == AVERROR(ENOMEM)) return fail_av(error, "setting the filters up");
    if (error < 0) {
        fail_av(error, "expected a chain of FFmpeg's video filters with one input and one output");
        return VSA_BAD_FILTER;
    }
    return VS_OK;
}

/* After a failed build: half a graph is of no use, and what describes the video needs a whole one. */
static void abandon(reader_filter *filter)
{
    avfilter_graph_free(&filter->graph);
    filter->source = filter->sink = NULL;
    av_frame_unref(filter->pending);
}

static int32_t allocate(vsa_reader *reader)
{
    reader_filter *filter = reader->filter = calloc(1, sizeof *filter);
    return filter && (filter->pending = av_frame_alloc()) ? VS_OK : fail(VS_OUT_OF_MEMORY, "no memory for filters");
}

int32_t reader_filter_open(vsa_reader *reader)
{
    AVStream *stream = reader->format->streams[reader->video];
    const AVCodecParameters *par = stream->codecpar;
    bool deinterlaces = reader->deinterlace != VSA_DEINTERLACE_OFF && par->field_order > AV_FIELD_PROGRESSIVE;
    if (!reader->chain && !deinterlaces) return VS_OK;
    int32_t status = allocate(reader);
    if (status != VS_OK) return status;
    reader_filter *filter = reader->filter;
    filter->deinterlaces = deinterlaces;
    status = build(reader, par->width, par->height, par->format, av_guess_sample_aspect_ratio(reader->format, stream, NULL));
    if (status != VS_OK) return status;
    filter->time_base = av_buffersink_get_time_base(filter->sink);
    if (pixel_format_nearest_readable(av_buffersink_get_format(filter->sink)) == AV_PIX_FMT_NONE) {
        return fail(VSA_BAD_FILTER, "the filters end in pixel format %s, which cannot be converted to one with plain samples",
                    av_get_pix_fmt_name(av_buffersink_get_format(filter->sink)));
    }
    return VS_OK;
}

void reader_filter_describe(const vsa_reader *reader, vsa_video_info *info)
{
    const reader_filter *filter = reader->filter;
    const AVFilterContext *sink = filter->sink;
    if (!sink) return;
    AVRational from = reader->format->streams[reader->video]->time_base, to = filter->time_base;
    AVRational rate = av_buffersink_get_frame_rate(sink), aspect_ratio = av_buffersink_get_sample_aspect_ratio(sink);
    enum AVPixelFormat format = av_buffersink_get_format(sink);
    info->width = av_buffersink_get_w(sink);
    info->height = av_buffersink_get_h(sink);
    info->pixel_format = pixel_format_nearest_readable(format);
    info->time_base = (vsa_rational){to.num, to.den};
    info->frame_rate = (vsa_rational){rate.num, rate.den};
    info->sample_aspect_ratio = (vsa_rational){aspect_ratio.num, aspect_ratio.den};
    info->field_order = AV_FIELD_UNKNOWN;
    if (info->start_time != AV_NOPTS_VALUE) info->start_time = av_rescale_q(info->start_time, from, to);
    if (info->duration != AV_NOPTS_VALUE) info->duration = av_rescale_q(info->duration, from, to);
    info->origin = av_rescale_q(info->origin, from, to);
    info->frames = 0;
    compat_filtered_color(sink, filter->format, &info->color);
}

static int32_t push(vsa_reader *reader, AVFrame *frame)
{
    reader->filter->pulled = 0;
    int error = av_buffersrc_add_frame(reader->filter->source, frame);
    av_frame_unref(frame);
    return error < 0 ? fail_av(error, "filtering") : VS_OK;
}

static void close_source(reader_filter *filter)
{
    filter->closed = true;
    if (av_buffersrc_add_frame(filter->source, NULL) < 0) av_frame_unref(filter->pending);
}

int32_t reader_filter_push(vsa_reader *reader, AVFrame *frame)
{
    reader_filter *filter = reader->filter;
    if (frame->width == filter->width && frame->height == filter->height && frame->format == filter->format) return push(reader, frame);
    av_frame_move_ref(filter->pending, frame);
    close_source(filter);
    return VS_OK;
}

int32_t reader_filter_meet(vsa_reader *reader, const AVFrame *frame)
{
    reader_filter *filter = reader->filter;
    if (reader->deinterlace == VSA_DEINTERLACE_OFF || (filter && filter->deinterlaces) || !compat_frame_is_interlaced(frame)) return VS_OK;
    if (filter) {
        /* No graph fits this: the one that is there is emptied, and the next one deinterlaces. */
        filter->deinterlaces = true;
        filter->width = 0;
        return VS_OK;
    }
    int32_t status = allocate(reader);
    if (status != VS_OK) return status;
    reader->filter->deinterlaces = true;
    reader->filter->time_base = reader->format->streams[reader->video]->time_base;
    status = build(reader, frame->width, frame->height, frame->format, frame->sample_aspect_ratio);
    if (status != VS_OK) abandon(reader->filter);
    if (reader->deinterlace == VSA_DEINTERLACE_FIELDS) reader->delivered_duration /= 2;
    return status == VSA_BAD_FILTER ? VS_FAILED : status;
}

void reader_filter_close(vsa_reader *reader)
{
    if (!reader->filter->closed) close_source(reader->filter);
}

/* Brings time and duration into the time base that was announced. The duration is still the one that the frame came with, in its old one. */
static void stamp(const vsa_reader *reader, AVFrame *frame)
{
    reader_filter *filter = reader->filter;
    AVRational rate = av_buffersink_get_frame_rate(filter->sink);
    bool same_rate = av_cmp_q(rate, reader_frame_rate(reader)) == 0;
    int64_t duration = same_rate ? compat_frame_duration(frame) : 0;
    compat_set_frame_duration(frame, av_rescale_q(duration, reader->format->streams[reader->video]->time_base, filter->time_base));
    frame->pts = frame->pts == AV_NOPTS_VALUE ? filter->next_time : av_rescale_q(frame->pts, av_buffersink_get_time_base(filter->sink), filter->time_base);
    filter->next_time = frame->pts + 1;
}

int32_t reader_filter_pull(vsa_reader *reader, AVFrame *frame, bool *pulled)
{
    reader_filter *filter = reader->filter;
    *pulled = false;
    int error = av_buffersink_get_frame(filter->sink, frame);
    if (error >= 0) {
        stamp(reader, frame);
        filter->pulled++;
        *pulled = true;
        return VS_OK;
    }
    if (error != AVERROR(EAGAIN) && error != AVERROR_EOF) return fail_av(error, "filtering");
    if (error == AVERROR(EAGAIN) && !filter->closed) return VS_OK;
    if (!filter->pending->buf[0]) return VS_END;
    const AVFrame *next = filter->pending;
    int32_t status = build(reader, next->width, next->height, next->format, next->sample_aspect_ratio);
    if (status != VS_OK) {
        abandon(filter);
        return status == VSA_BAD_FILTER ? VS_FAILED : status;
    }
    filter->closed = false;
    return push(reader, filter->pending);
}

bool reader_filter_is_second_field(const vsa_reader *reader)
{
    const reader_filter *filter = reader->filter;
    return filter && filter->deinterlaces && reader->deinterlace == VSA_DEINTERLACE_FIELDS && filter->pulled == 2;
}
