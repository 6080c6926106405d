/* Encoders whose packets go to any number of outputs. */
#include <stdlib.h>
#include <string.h>

#include "internal.h"

int32_t vsa_encoder_open(const vsa_video_info *video, const vsa_encoder_options *options, vsa_encoder_info *info, vsa_encoder **out)
{
    REQUIRE(video && options && options->encoder && info && out);
    REQUIRE(video->width > 0 && video->height > 0 && pixel_format_is_readable(video->pixel_format));
    REQUIRE(options->time_base.num > 0 && options->time_base.den > 0);
    state_begin();
    const AVCodec *codec = encoding_find(options->encoder);
    if (!codec) return fail(VS_NOT_FOUND, "this FFmpeg has no video encoder '%s'", options->encoder);
    vsa_encoder *encoder = calloc(1, sizeof *encoder);
    if (!encoder) return fail(VS_OUT_OF_MEMORY, "no memory for an encoder");
    count_add(COUNT_ENCODERS, 1);
    vsa_video_info coded = *video;
    if (options->width > 0) coded.width = options->width;
    if (options->height > 0) coded.height = options->height;
    int32_t status = encoding_open(&encoder->encoding, codec, &coded, options, AV_CODEC_FLAG_GLOBAL_HEADER, info);
    if (status == VS_OK && !(encoder->parameters = avcodec_parameters_alloc())) status = fail(VS_OUT_OF_MEMORY, "no memory for an encoder");
    if (status == VS_OK) {
        int error = avcodec_parameters_from_context(encoder->parameters, encoder->encoding.context);
        if (error < 0) status = fail_av(error, "cannot describe the video");
    }
    if (status != VS_OK) {
        vsa_encoder_free(encoder);
        return status;
    }
    *out = encoder;
    return VS_OK;
}

int32_t vsa_encoder_free(vsa_encoder *encoder)
{
    if (!encoder) return VS_OK;
    encoding_close(&encoder->encoding);
    avcodec_parameters_free(&encoder->parameters);
    count_add(COUNT_ENCODERS, -1);
    free(encoder);
    return VS_OK;
}

int32_t vsa_encoder_track(const vsa_encoder *encoder, vsa_coded_track *track)
{
    REQUIRE(encoder && track);
    const AVCodecParameters *par = encoder->parameters;
    memset(track, 0, sizeof *track);
    copy_text(track->codec, sizeof track->codec, avcodec_get_name(par->codec_id));
    track->profile = par->profile;
    track->level = par->level;
    track->width = par->width;
    track->height = par->height;
    track->pixel_format = par->format;
    track->field_order = par->field_order;
    track->bit_rate = par->bit_rate;
    track->color = (vsa_color){par->color_space, par->color_range, par->color_primaries, par->color_trc, par->chroma_location};
    track->time_base = (vsa_rational){encoder->encoding.context->time_base.num, encoder->encoding.context->time_base.den};
    track->frame_rate = (vsa_rational){encoder->encoding.context->framerate.num, encoder->encoding.context->framerate.den};
    track->sample_aspect_ratio = (vsa_rational){par->sample_aspect_ratio.num, par->sample_aspect_ratio.den};
    track->headers_size = par->extradata_size;
    return VS_OK;
}

int32_t vsa_encoder_headers(const vsa_encoder *encoder, uint8_t *buffer, int32_t capacity)
{
    REQUIRE(encoder && capacity >= encoder->parameters->extradata_size && (buffer || capacity == 0));
    if (encoder->parameters->extradata_size > 0) memcpy(buffer, encoder->parameters->extradata, (size_t)encoder->parameters->extradata_size);
    return VS_OK;
}

int32_t vsa_encoder_send(vsa_encoder *encoder, const vsa_frame *frame, int64_t time, int64_t duration, int32_t key)
{
    REQUIRE(encoder && (!frame || frame->av->buf[0]) && !encoder->encoding.flushed);
    state_begin();
    int error = frame ? encoding_send(&encoder->encoding, frame->av, time, duration, key) : encoding_end(&encoder->encoding);
    return error < 0 ? fail_av(error, "cannot encode a frame") : VS_OK;
}

int32_t vsa_encoder_receive(vsa_encoder *encoder, vsa_packet *packet, vsa_packet_info *info)
{
    REQUIRE(encoder && packet && info && !packet->av->buf);
    state_begin();
    int error = encoding_receive(&encoder->encoding, packet->av);
    if (error == AVERROR(EAGAIN)) return VS_AGAIN;
    if (error == AVERROR_EOF) return VS_END;
    if (error < 0) return fail_av(error, "cannot encode a frame");
    packet->av->stream_index = 0;
    packet_describe(packet->av, info);
    return VS_OK;
}

int32_t vsa_encoder_converted(const vsa_encoder *encoder, int64_t *frames)
{
    REQUIRE(encoder && frames);
    *frames = encoder->encoding.converted;
    return VS_OK;
}
