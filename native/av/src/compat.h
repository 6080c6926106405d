/* What differs between versions of FFmpeg: written for 5.1 (libavcodec 59), ready for 6 and 7. */
#ifndef VIDEOSEG_AV_COMPAT_H
#define VIDEOSEG_AV_COMPAT_H

#include <libavfilter/avfilter.h>

#include "internal.h"

int64_t compat_frame_duration(const AVFrame *frame);
void compat_set_frame_duration(AVFrame *frame, int64_t duration);
bool compat_frame_is_key(const AVFrame *frame);
bool compat_frame_is_interlaced(const AVFrame *frame);
bool compat_frame_is_top_field_first(const AVFrame *frame);
void compat_set_fields(AVFrame *frame, bool is_interlaced, bool is_top_field_first);

/* The stream's 3 x 3 display matrix, or null. */
const int32_t *compat_display_matrix(const AVStream *stream);
int compat_set_display_matrix(AVStream *stream, const int32_t matrix[9]);

/* Whether the muxer writes a display matrix. */
bool compat_holds_rotation(const AVOutputFormat *format);

/* Matrix and range of what a filter graph delivers, as far as it tells; color holds those of what went in, in source_format. */
void compat_filtered_color(const AVFilterContext *sink, enum AVPixelFormat source_format, vsa_color *color);

/* Ended by AV_PIX_FMT_NONE; null: any. */
const enum AVPixelFormat *compat_encoder_formats(const AVCodec *encoder);

#endif
