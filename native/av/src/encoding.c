/* Frames into an encoder, packets out of it. */
#include "internal.h"

/* Whether the encoder takes the samples as they are. */
static bool is_taken(const AVCodecContext *encoder, const AVFrame *source)
{
    enum AVPixelFormat plain = encoder->pix_fmt;
    if (source->width != encoder->width || source->height != encoder->height) return false;
    bool is_full = source->color_range == AVCOL_RANGE_JPEG;
    if (encoding_is_jpeg(encoder->codec_id)) {
        pixel_format_normalise(&plain);
        int matrix = convert_matrix(source);
        return is_full && plain == source->format && (matrix == AVCOL_SPC_SMPTE170M || matrix == AVCOL_SPC_BT470BG);
    }
    return plain == source->format || (pixel_format_normalise(&plain) && plain == source->format && is_full);
}

/* Makes it->frame what the encoder takes: the same samples under another reference, or a converted copy. */
static int prepare(encoding *it, const AVFrame *source)
{
    const AVCodecContext *encoder = it->context;
    AVFrame *target = it->frame;
    if (is_taken(encoder, source)) {
        int error = av_frame_ref(target, source);
        target->format = encoder->pix_fmt;
        return error;
    }
    target->format = encoder->pix_fmt;
    target->width = encoder->width;
    target->height = encoder->height;
    int error = pool_get_buffer(it->pool, target);
    if (error >= 0) error = av_frame_copy_props(target, source);
    if (error < 0) return error;
    target->colorspace = encoder->colorspace;
    target->color_range = encoder->color_range;
    it->converted++;
    return convert_frame(&it->scaler, source, target);
}

int encoding_send(encoding *it, const AVFrame *source, int64_t time, int64_t duration, bool key)
{
    int error = prepare(it, source);
    if (error >= 0) {
        it->duration_time[it->duration_next] = time;
        it->duration[it->duration_next] = duration;
        it->duration_next = (it->duration_next + 1) % DURATION_SLOTS;
        it->frame->pts = time;
        it->frame->pict_type = key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
        it->frame->quality = it->context->global_quality; /* with the flag qscale an encoder looks at the frame's */
        it->frames++;
        error = avcodec_send_frame(it->context, it->frame);
    }
    av_frame_unref(it->frame);
    return error;
}

int encoding_end(encoding *it)
{
    it->flushed = true;
    return avcodec_send_frame(it->context, NULL);
}

int encoding_receive(encoding *it, AVPacket *packet)
{
    int error = avcodec_receive_packet(it->context, packet);
    if (error < 0) return error;
    /* What encoders of FFmpeg 5.1 leave out. x265 makes decode times up where a film is shorter than its reordering delay; so short a film is not
     * reordered. */
    if (it->flushed && it->frames <= 2) packet->dts = packet->pts;
    for (int i = 0; i < DURATION_SLOTS && packet->duration == 0; i++) {
        if (it->duration_time[i] == packet->pts) packet->duration = it->duration[i];
    }
    return 0;
}
