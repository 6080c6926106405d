#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

/* A damaged size must not take all memory. */
#define MAX_PIXELS (INT64_C(1) << 27)

int32_t vsa_reader_free(vsa_reader *reader)
{
    if (!reader) return VS_OK;
    reader_filter_free(reader->filter);
    range_free(reader);
    avcodec_free_context(&reader->decoder);
    avformat_close_input(&reader->format);
    reader_pipe_close(reader);
    av_packet_free(&reader->packet);
    av_frame_free(&reader->scratch);
    sws_freeContext(reader->scaler);
    vsa_pool_free(reader->pool);
    free(reader->chain);
    guard_detach(&reader->guard);
    count_add(COUNT_READERS, -1);
    free(reader);
    return VS_OK;
}

/* FFmpeg takes any text file for a film of text screens. */
static bool is_text_art(enum AVCodecID codec)
{
    return codec == AV_CODEC_ID_ANSI || codec == AV_CODEC_ID_BINTEXT || codec == AV_CODEC_ID_XBIN || codec == AV_CODEC_ID_IDF;
}

static bool is_video(const AVStream *stream)
{
    return stream->codecpar->codec_type == AVMEDIA_TYPE_VIDEO && !(stream->disposition & (AV_DISPOSITION_ATTACHED_PIC | AV_DISPOSITION_TIMED_THUMBNAILS));
}

/* The default track if one is marked, else the largest, else the first. */
static int choose_video(const AVFormatContext *format)
{
    int best = -1;
    int64_t best_score = -1;
    for (unsigned i = 0; i < format->nb_streams; i++) {
        const AVStream *stream = format->streams[i];
        if (!is_video(stream)) continue;
        int64_t score = (int64_t)stream->codecpar->width * stream->codecpar->height;
        if (stream->disposition & AV_DISPOSITION_DEFAULT) score += INT64_C(1) << 50;
        if (score > best_score) {
            best = (int)i;
            best_score = score;
        }
    }
    return best;
}

/* In the place of FFmpeg's own way to open what a format names: playlists and references in files cannot lead where nothing may be opened. */
static int open_if_permitted(AVFormatContext *format, AVIOContext **io, const char *url, int flags, AVDictionary **options)
{
    vsa_reader *reader = format->opaque;
    bool permitted = reader->permit(reader->permit_context, url);
    int error = permitted ? reader->open_io(format, io, url, flags, options) : AVERROR(EPERM);
    /* Where an HTTP server has sent us on to. */
    uint8_t *location = NULL;
    if (error >= 0 && *io && av_opt_get(*io, "location", AV_OPT_SEARCH_CHILDREN, &location) >= 0 && location && *location) {
        permitted = reader->permit(reader->permit_context, (const char *)location);
        if (!permitted) {
            avio_closep(io);
            error = AVERROR(EPERM);
        }
    }
    if (!permitted) av_log(format, AV_LOG_ERROR, "'%s' may not be opened", location ? (const char *)location : url);
    av_free(location);
    return error;
}

static int32_t open_input(vsa_reader *reader, const vsa_reader_options *options)
{
    const AVInputFormat *input = NULL;
    if (options->format && !(input = av_find_input_format(options->format)) && !(input = device_find(options->format))) {
        return fail(VSA_UNKNOWN_OPTION, "FFmpeg knows no input format '%s'", options->format);
    }
    reader->format = avformat_alloc_context();
    if (!reader->format) return fail(VS_OUT_OF_MEMORY, "no memory for a reader");
    reader->format->interrupt_callback = (AVIOInterruptCB){guard_check, &reader->guard};
    /* Devices block where no interruption reaches them. */
    if (device_is(input)) reader->format->flags |= AVFMT_FLAG_NONBLOCK;
    if (options->permit) {
        reader->permit = options->permit;
        reader->permit_context = options->permit_context;
        reader->open_io = reader->format->io_open;
        reader->format->opaque = reader;
        reader->format->io_open = open_if_permitted;
    }

    AVDictionary *dictionary = NULL;
    int32_t status = dictionary_parse(options->options, options->options_length, &dictionary);
    if (status == VS_OK && !(input && (input->flags & AVFMT_NOFILE))) status = reader_pipe_open(reader, options->url);
    if (status == VS_OK) {
        int error = avformat_open_input(&reader->format, options->url, input, &dictionary);
        if (error == AVERROR_INVALIDDATA || error == AVERROR_EOF) {
            status = guard_fail(&reader->guard, error, "cannot open");
            if (status == VS_FAILED || status == VS_END) status = VSA_NOT_MEDIA;
        } else if (error < 0) {
            status = guard_fail(&reader->guard, error, "cannot open");
        } else {
            status = dictionary_require_used(dictionary, "the input");
        }
    }
    av_dict_free(&dictionary);
    return status;
}

static int32_t look_into(vsa_reader *reader, int32_t wanted, bool low_delay)
{
    AVFormatContext *format = reader->format;
    /* FFmpeg looks for tracks that might still come for 5 seconds. A transport stream has named them all by now. */
    if (low_delay && choose_video(format) >= 0) format->ctx_flags &= ~AVFMTCTX_NOHEADER;
    int error = avformat_find_stream_info(format, NULL);
    if (error < 0 || reader->guard.reason != VS_OK) return guard_fail(&reader->guard, error < 0 ? error : AVERROR_EXIT, "cannot look into the input");
    if (format->nb_streams == 0) return fail(VSA_NOT_MEDIA, "no track in it");

    reader->tracks = (int)format->nb_streams;
    reader->video = wanted >= 0 ? wanted : choose_video(format);
    if (wanted >= reader->tracks || (wanted >= 0 && !is_video(format->streams[wanted]))) return fail(VSA_NO_VIDEO, "track %d is no video track", wanted);
    if (reader->video < 0) return fail(VSA_NO_VIDEO, "%d track(s), none of them video", reader->tracks);
    const AVCodecParameters *par = format->streams[reader->video]->codecpar;
    if (is_text_art(par->codec_id)) return fail(VSA_NOT_MEDIA, "it looks like text");
    if (par->width < 1 || par->height < 1 || par->format < 0) {
        return fail(VSA_NO_VIDEO, "its %s track holds no picture that can be decoded", avcodec_get_name(par->codec_id));
    }
    for (int i = 0; i < reader->tracks; i++) {
        if (i != reader->video && !reader->read_tracks) format->streams[i]->discard = AVDISCARD_ALL;
    }
    return VS_OK;
}

static int32_t open_decoder(vsa_reader *reader, const vsa_reader_options *options)
{
    AVStream *stream = reader->format->streams[reader->video];
    const AVCodec *codec = avcodec_find_decoder(stream->codecpar->codec_id);
    if (!codec) return fail(VSA_NO_DECODER, "no decoder for %s", avcodec_get_name(stream->codecpar->codec_id));
    AVCodecContext *decoder = reader->decoder = avcodec_alloc_context3(codec);
    if (!decoder) return fail(VS_OUT_OF_MEMORY, "no memory for a decoder");
    int error = avcodec_parameters_to_context(decoder, stream->codecpar);
    if (error < 0) return fail_av(error, "cannot set the decoder up");
    decoder->pkt_timebase = stream->time_base;
    decoder->framerate = av_guess_frame_rate(reader->format, stream, NULL);
    decoder->thread_count = options->decoder_threads;
    decoder->max_pixels = MAX_PIXELS;
    if (options->low_delay) {
        decoder->thread_type = FF_THREAD_SLICE;
        /* H.264 finds out by itself where frames come out of order; other decoders would then hand them out in the wrong one. */
        if (codec->id == AV_CODEC_ID_H264) {
            decoder->flags |= AV_CODEC_FLAG_LOW_DELAY;
            decoder->has_b_frames = 0;
        }
    }

    AVDictionary *dictionary = NULL;
    int32_t status = dictionary_parse(options->decoder_options, options->decoder_options_length, &dictionary);
    if (status == VS_OK && (error = avcodec_open2(decoder, codec, &dictionary)) < 0) status = fail_av(error, "cannot open the decoder");
    if (status == VS_OK) status = dictionary_require_used(dictionary, codec->name);
    av_dict_free(&dictionary);
    if (status == VS_OK && pixel_format_nearest_readable(stream->codecpar->format) == AV_PIX_FMT_NONE) {
        const char *name = av_get_pix_fmt_name(stream->codecpar->format);
        return fail(VS_UNSUPPORTED, "its pixel format %s cannot be converted to one with plain samples", name ? name : "(unknown)");
    }
    return status;
}

/* Ticks from one frame to the next; 0: unknown. */
static int64_t nominal_duration(AVRational frame_rate, AVRational time_base)
{
    return frame_rate.num > 0 && frame_rate.den > 0 ? av_rescale_q(1, av_inv_q(frame_rate), time_base) : 0;
}

static int32_t open_filter(vsa_reader *reader, const vsa_reader_options *options)
{
    reader->decoded_duration = nominal_duration(reader_frame_rate(reader), reader->format->streams[reader->video]->time_base);
    reader->delivered_duration = reader->decoded_duration;
    reader->deinterlace = options->deinterlace;
    reader->filter_threads = options->decoder_threads;
    if (options->filter && !(reader->chain = strdup(options->filter))) return fail(VS_OUT_OF_MEMORY, "no memory for filters");
    int32_t status = reader_filter_open(reader);
    if (status != VS_OK || !reader->filter) return status;
    vsa_video_info video;
    status = vsa_reader_video(reader, &video);
    reader->delivered_duration = nominal_duration((AVRational){video.frame_rate.num, video.frame_rate.den}, (AVRational){video.time_base.num, video.time_base.den});
    return status;
}

int32_t vsa_reader_open(const vsa_reader_options *options, vsa_interrupt *interrupt, vsa_reader **out)
{
    REQUIRE(options && options->url && out);
    state_begin();
    vsa_reader *reader = calloc(1, sizeof *reader);
    if (!reader) return fail(VS_OUT_OF_MEMORY, "no memory for a reader");
    count_add(COUNT_READERS, 1);
    guard_attach(&reader->guard, interrupt, "nothing came");
    reader->read_timeout_us = options->read_timeout_us;
    reader->read_tracks = options->read_tracks;
    reader->next_time = AV_NOPTS_VALUE;
    reader->end_status = VS_END;
    reader->packet = av_packet_alloc();
    reader->scratch = av_frame_alloc();

    int32_t status = reader->packet && reader->scratch ? vsa_pool_create(&reader->pool) : fail(VS_OUT_OF_MEMORY, "no memory for a reader");
    guard_arm(&reader->guard, options->open_timeout_us);
    if (status == VS_OK) status = open_input(reader, options);
    if (status == VS_OK) status = look_into(reader, options->video_track, options->low_delay);
    if (status == VS_OK) status = range_open(reader, options->start_us, options->duration_us);
    if (status == VS_OK) status = open_decoder(reader, options);
    if (status == VS_OK) status = open_filter(reader, options);
    if (status != VS_OK) {
        vsa_reader_free(reader);
        return status;
    }
    /* Whoever reads may take time until then: the time for opening is over. */
    guard_disarm(&reader->guard);
    *out = reader;
    return VS_OK;
}
