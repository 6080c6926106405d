/* libvideoseg_av: video files and streams in and out, over FFmpeg.
 *
 * Conventions of videoseg/status.h hold: every function returns a status, results come through out pointers, and the message of a failure
 * is fetched on the same thread with vsa_last_error. Strings are UTF-8, zero-terminated.
 *
 * Threads: a reader, a writer, an encoder, a converter, a frame or a packet is used by one thread at a time, any thread. An interrupt and a
 * pool may be used by several threads at once, and so may a packet as long as nobody fills or clears it. Frames and packets outlive the reader
 * or encoder they came from.
 *
 * Dictionaries are passed as "key\0value\0key\0value\0" and their length in bytes (0 for none).
 * Times of streams are integers in a time base (seconds = time * num / den); VSA_NO_TIME stands for "unknown".
 * Colour codes are those of ITU-T H.273 (2: unspecified).
 */
#ifndef VIDEOSEG_AV_H
#define VIDEOSEG_AV_H

#include <stdint.h>
#include <videoseg/status.h>

#define VSA_ABI_VERSION 7
#define VSA_NO_TIME INT64_MIN

/* Statuses of this library besides those of videoseg/status.h. */
enum {
    VSA_NOT_MEDIA = 100,     /* the input is there, but in no format that FFmpeg knows */
    VSA_NO_VIDEO = 101,      /* the input is media without a video track (or the track asked for is none) */
    VSA_NO_DECODER = 102,    /* no decoder for the video track */
    VSA_NOT_HELD = 103,      /* the container cannot hold this track */
    VSA_UNKNOWN_OPTION = 104, /* an option that nobody knows; the message names it */
    VSA_BAD_FILTER = 105,    /* filters that FFmpeg does not know or that do not fit; the message says why */
    VSA_OUT_OF_RANGE = 106   /* no frame between start and end; the message says what there is instead */
};

typedef struct vsa_interrupt vsa_interrupt;
typedef struct vsa_pool vsa_pool;
typedef struct vsa_frame vsa_frame;
typedef struct vsa_packet vsa_packet;
typedef struct vsa_converter vsa_converter;
typedef struct vsa_reader vsa_reader;
typedef struct vsa_encoder vsa_encoder;
typedef struct vsa_writer vsa_writer;

typedef struct vsa_rational {
    int32_t num, den;
} vsa_rational;

/* ---- the library ------------------------------------------------------------------------------------------------------------------- */

VS_EXPORT int32_t vsa_abi_version(int32_t *version);

/* Copies the message of this thread's last failure, cut to capacity. */
VS_EXPORT int32_t vsa_last_error(char *buffer, int32_t capacity);

/* "libavformat 59.27.100, libavcodec ..." */
VS_EXPORT int32_t vsa_library_versions(char *buffer, int32_t capacity);

/* Whether FFmpeg has an encoder ("libx264") or a decoder ("h264") of this name. */
VS_EXPORT int32_t vsa_codec_exists(const char *name, int32_t is_encoder, int32_t *exists);

/* Kinds of hardware devices that FFmpeg was built for, cut to capacity: "vdpau, cuda, vaapi"; empty: none. Looks for no device. */
VS_EXPORT int32_t vsa_hardware_kinds(char *buffer, int32_t capacity);

/* Handles alive in the process. */
typedef struct vsa_counts {
    int64_t frames, packets, readers, writers, pools, converters, interrupts, encoders;
} vsa_counts;

VS_EXPORT int32_t vsa_live_counts(vsa_counts *counts);

/* ---- interrupts: end a blocking call from another thread --------------------------------------------------------------------------- */

VS_EXPORT int32_t vsa_interrupt_create(vsa_interrupt **interrupt);

/* From any thread, for good: every call in progress and to come of the readers and writers made with it ends with VS_CANCELLED. */
VS_EXPORT int32_t vsa_interrupt_cancel(vsa_interrupt *interrupt);

/* Gives the caller's reference up; readers and writers hold their own. */
VS_EXPORT int32_t vsa_interrupt_free(vsa_interrupt *interrupt);

/* ---- pixel formats ----------------------------------------------------------------------------------------------------------------- */

enum { VSA_MODEL_GRAY = 0, VSA_MODEL_RGB = 1, VSA_MODEL_YUV = 2 };

typedef struct vsa_component {
    int32_t plane, step_bytes, offset_bytes, shift_bits, depth_bits;
} vsa_component;

typedef struct vsa_pixel_format {
    int32_t id;       /* FFmpeg's AVPixelFormat: differs between FFmpeg versions, the name does not */
    int32_t model;    /* VSA_MODEL_ */
    int32_t readable; /* 1: little-endian samples of 8 to 16 bits, each in its own byte or 16-bit word, so the components say it all */
    int32_t has_alpha;
    int32_t chroma_shift_x, chroma_shift_y;
    int32_t components; /* colour components, alpha not counted */
    vsa_component component[3];
    char name[32];
} vsa_pixel_format;

VS_EXPORT int32_t vsa_pixel_format_describe(int32_t id, vsa_pixel_format *format);

/* VS_NOT_FOUND for a name that FFmpeg does not know. */
VS_EXPORT int32_t vsa_pixel_format_find(const char *name, int32_t *id);

/* ---- frames ------------------------------------------------------------------------------------------------------------------------ */

enum {
    VSA_FRAME_KEY = 1,
    VSA_FRAME_CORRUPT = 2,
    VSA_FRAME_INTERLACED = 4,
    VSA_FRAME_TOP_FIELD_FIRST = 8,
    VSA_FRAME_TIME_GUESSED = 16, /* the stream gave no time; last time plus last duration was taken. With filters: of the frame last decoded */
    VSA_FRAME_CONVERTED = 32,    /* swscale made it from a format that is not readable */
    VSA_FRAME_SECOND_FIELD = 64  /* VSA_DEINTERLACE_FIELDS: came with the frame before, and is to be shown half a frame later */
};

enum { VSA_RANGE_UNKNOWN = 0, VSA_RANGE_LIMITED = 1, VSA_RANGE_FULL = 2 };

typedef struct vsa_color {
    int32_t matrix, range /* VSA_RANGE_ */, primaries, transfer, chroma_location;
} vsa_color;

typedef struct vsa_frame_info {
    uint8_t *plane[4];  /* owned by the frame; valid until it is cleared, made writable or freed */
    int32_t stride[4];  /* bytes; may be negative */
    int32_t width, height, pixel_format;
    int32_t flags;      /* VSA_FRAME_ */
    vsa_color color;
    vsa_rational sample_aspect_ratio; /* 0/1: unknown */
    int64_t time, duration;           /* in the stream's time base */
} vsa_frame_info;

/* Memory for frames, reused; frames may outlive it. */
VS_EXPORT int32_t vsa_pool_create(vsa_pool **pool);
VS_EXPORT int32_t vsa_pool_free(vsa_pool *pool);

/* An empty frame: a handle to be filled again and again. */
VS_EXPORT int32_t vsa_frame_create(vsa_frame **frame);
VS_EXPORT int32_t vsa_frame_free(vsa_frame *frame);

/* Lets go of the samples. */
VS_EXPORT int32_t vsa_frame_clear(vsa_frame *frame);

/* Gives an empty frame samples (not initialised) of size and format of info, and its colour, aspect ratio and fields (VSA_FRAME_INTERLACED, _TOP_FIELD_FIRST); completes info. */
VS_EXPORT int32_t vsa_frame_allocate(vsa_frame *frame, vsa_pool *pool, vsa_frame_info *info);

/* Makes the samples this frame's own (they may be shared with the decoder or an encoder), copying where needed; updates planes and strides. */
VS_EXPORT int32_t vsa_frame_make_writable(vsa_frame *frame, vsa_pool *pool, vsa_frame_info *info);

/* Fills an empty frame with a copy of another; updates planes and strides. */
VS_EXPORT int32_t vsa_frame_copy(vsa_frame *frame, const vsa_frame *source, vsa_pool *pool, vsa_frame_info *info);

/* A converter of size, format, matrix and range (swscale, bicubic, accurate rounding; matrix and range alone of planar formats of 8 bits: each
 * sample to the nearest of the exact value, with the chroma of its own block). */
VS_EXPORT int32_t vsa_converter_create(vsa_converter **converter);
VS_EXPORT int32_t vsa_converter_free(vsa_converter *converter);

/* Converts the picture that source describes into the samples of destination, an allocated and unshared frame. */
VS_EXPORT int32_t vsa_converter_convert(vsa_converter *converter, const vsa_frame_info *source, vsa_frame *destination);

/* ---- packets: encoded data of tracks that are copied, of encoders and of writers into memory ---------------------------------------- */

enum { VSA_PACKET_KEY = 1 };     /* decoded without help of others */

typedef struct vsa_packet_info {
    const uint8_t *data;
    int32_t size, track;         /* track: index of the stream in its reader; 0 for an encoder */
    int64_t time, decode_time, duration; /* in the track's time base */
    int32_t flags, reserved;     /* VSA_PACKET_ */
} vsa_packet_info;

VS_EXPORT int32_t vsa_packet_create(vsa_packet **packet);
VS_EXPORT int32_t vsa_packet_free(vsa_packet *packet);
VS_EXPORT int32_t vsa_packet_clear(vsa_packet *packet);

/* ---- readers ----------------------------------------------------------------------------------------------------------------------- */

enum {
    VSA_DEINTERLACE_OFF = 0,
    VSA_DEINTERLACE_FIELDS = 1, /* from the first interlaced frame on, each field becomes a frame (bwdif) */
    VSA_DEINTERLACE_FRAMES = 2  /* two fields become a frame */
};

/* Whether a file or an address may be opened: 1 or 0. On the thread that opens or reads; must not call this library. */
typedef int32_t (*vsa_permit)(void *context, const char *url);

typedef struct vsa_reader_options {
    const char *url;             /* a path, or any URL FFmpeg can read */
    const char *format;          /* FFmpeg's name of the format or input device; null: found out */
    const char *options;         /* dictionary for protocol and demuxer */
    const char *decoder_options; /* dictionary for the decoder */
    const char *filter;          /* chain of FFmpeg's video filters that each decoded frame passes; null: none */
    int32_t options_length, decoder_options_length;
    int64_t open_timeout_us;     /* for opening and looking into the input; 0: none */
    int64_t read_timeout_us;     /* longest wait for a piece of data, decoding and filtering not counted; 0: none */
    int32_t video_track;         /* index of the stream to decode; -1: the best one */
    int32_t decoder_threads;     /* and of the filters; 0: as many as there are processors */
    int32_t read_tracks;         /* 1: hand out the packets of the other tracks */
    int64_t start_us;            /* from the recording's beginning: what lies before is left out, by seeking where the input can; 0: nothing */
    int64_t duration_us;         /* from the start: what begins later is left out; 0: nothing */
    int32_t low_delay;           /* 1: no frame is kept back for the sake of threads or of an order that the stream does not ask for, and opening waits
                                  * for no track that is not named yet */
    int32_t deinterlace;         /* VSA_DEINTERLACE_; before the filter */
    vsa_permit permit;           /* asked for the input and for everything that a playlist names, before it is opened, and for what an HTTP server
                                  * sends on to, before it is read; null: all is allowed */
    void *permit_context;
} vsa_reader_options;

/* Opens, looks into the input, chooses the video track and its decoder. Pictures of more than 2^27 pixels are refused by the decoder.
 * VS_NOT_FOUND, VSA_NOT_MEDIA, VSA_NO_VIDEO, VSA_NO_DECODER, VS_TIMED_OUT, VS_CANCELLED, VSA_UNKNOWN_OPTION, VSA_BAD_FILTER,
 * VSA_OUT_OF_RANGE (the recording is known to end before the start), else VS_FAILED. */
VS_EXPORT int32_t vsa_reader_open(const vsa_reader_options *options, vsa_interrupt *interrupt, vsa_reader **reader);
VS_EXPORT int32_t vsa_reader_free(vsa_reader *reader);

/* Where there are filters: what comes out of them. */
typedef struct vsa_video_info {
    int32_t track;               /* index of the stream */
    int32_t width, height;
    int32_t pixel_format;        /* as delivered: readable, full range instead of yuvj */
    int32_t source_pixel_format; /* as coded */
    vsa_rational time_base, frame_rate /* 0/1: unknown */, sample_aspect_ratio /* 0/1: unknown */;
    vsa_color color;
    int32_t field_order;         /* FFmpeg's AVFieldOrder: 0 unknown, 1 progressive, 2 and above interlaced */
    int32_t has_display_matrix;
    int32_t display_matrix[9];   /* 16.16 and 2.30 fixed point, row by row, as in MP4 */
    double rotation;             /* degrees clockwise by which a player turns the picture: [0, 360) */
    int64_t start_time, duration, frames; /* in the time base, of what is read; VSA_NO_TIME, VSA_NO_TIME and 0: unknown */
    int64_t origin;              /* the time that becomes 0 in an output: the start that was asked for, in the time base; else 0 */
    int64_t bit_rate;            /* 0: unknown */
    char codec[32];
} vsa_video_info;

VS_EXPORT int32_t vsa_reader_video(const vsa_reader *reader, vsa_video_info *info);

enum { VSA_TRACK_VIDEO = 0, VSA_TRACK_AUDIO = 1, VSA_TRACK_SUBTITLE = 2, VSA_TRACK_DATA = 3, VSA_TRACK_ATTACHMENT = 4 };

typedef struct vsa_track_info {
    int32_t index, kind;         /* VSA_TRACK_ */
    int32_t attached_picture;    /* 1: a cover picture, no video */
    int32_t is_default;
    vsa_rational time_base;
    int32_t sample_rate, channels, width, height; /* 0: does not apply */
    char codec[32];
    char language[16];           /* ISO 639-2; empty: unknown */
    char title[128];
} vsa_track_info;

VS_EXPORT int32_t vsa_reader_track_count(const vsa_reader *reader, int32_t *count);
VS_EXPORT int32_t vsa_reader_track(const vsa_reader *reader, int32_t index, vsa_track_info *info);

/* FFmpeg's name of the input's format. */
VS_EXPORT int32_t vsa_reader_container(const vsa_reader *reader, char *buffer, int32_t capacity);

/* The position-th tag of a track, or of the container (track -1). VS_END past the last. */
VS_EXPORT int32_t vsa_reader_tag(const vsa_reader *reader, int32_t track, int32_t position, char *key, int32_t key_capacity, char *value,
                                 int32_t value_capacity);

enum { VSA_READ_FRAME = 0, VSA_READ_PACKET = 1 };

/* Reads on until a frame is decoded (into the empty frame, with frame_info) or a packet of another track is there (into the empty packet,
 * with packet_info). VS_END at the end, VS_TIMED_OUT and VS_FAILED where the input fell silent or broke off: after all frames that came
 * before were delivered, and for good; VSA_OUT_OF_RANGE likewise where no frame lies between start and end. VS_CANCELLED: at once. Data that cannot be decoded is skipped and counted. */
VS_EXPORT int32_t vsa_reader_read(vsa_reader *reader, vsa_frame *frame, vsa_packet *packet, int32_t *kind, vsa_frame_info *frame_info,
                                  vsa_packet_info *packet_info);

typedef struct vsa_reader_counts {
    int64_t packets;        /* packets of the video track */
    int64_t frames;         /* delivered */
    int64_t corrupt_frames; /* delivered, but damaged */
    int64_t decode_errors;  /* packets that the decoder refused */
    int64_t read_errors;    /* places where the container was damaged */
    int64_t guessed_times;  /* decoded frames to which the stream gave no time */
} vsa_reader_counts;

VS_EXPORT int32_t vsa_reader_counts_get(const vsa_reader *reader, vsa_reader_counts *counts);

/* ---- encoders ---------------------------------------------------------------------------------------------------------------------- */

typedef struct vsa_encoder_options {
    const char *encoder;      /* FFmpeg's name of an encoder (libx264, libx265) or codec (ffv1, vp9) */
    const char *options;      /* dictionary for the encoder */
    int32_t options_length;
    int32_t pixel_format;     /* -1: the source's where the encoder takes it, else the nearest */
    int32_t threads;          /* 0: as many as there are processors */
    int32_t niceness;         /* 0 to 19: how far the encoder's own threads stand back behind others (nice(1)) */
    vsa_rational time_base;   /* of the encoder */
    uint32_t codec_tag;       /* 0: the container's own */
    int32_t low_delay;        /* 1: works at one frame by several threads, never at several frames, so that none is held back for it */
    int32_t width, height;    /* of what is encoded; 0: the video's */
} vsa_encoder_options;

typedef struct vsa_encoder_info {
    int32_t pixel_format;     /* what the encoder is fed with */
    int32_t loses_resolution, loses_depth, loses_color, loses_alpha; /* 1: what that format cannot hold of the source's */
    int32_t odd_size;         /* 1: pixel_format was taken because the encoder refuses the size with the chroma that it would have had */
    int32_t drops_interlacing; /* 1: coded as progressive because the encoder refuses interlaced pictures of this height */
} vsa_encoder_info;

/* An encoder whose packets go to any number of outputs. Its headers (SPS and PPS of H.264) are told by vsa_encoder_headers; whether they also
 * stand before each key picture is up to options. Of video: size, pixel_format, frame_rate, aspect ratio, colour, field order. */
VS_EXPORT int32_t vsa_encoder_open(const vsa_video_info *video, const vsa_encoder_options *options, vsa_encoder_info *info, vsa_encoder **encoder);
VS_EXPORT int32_t vsa_encoder_free(vsa_encoder *encoder);

/* An encoded track: what a container has to know of it. */
typedef struct vsa_coded_track {
    char codec[32];           /* FFmpeg's name: h264, mjpeg */
    int32_t profile, level;   /* FFmpeg's; -99: unknown */
    int32_t width, height, pixel_format, field_order;
    vsa_color color;
    vsa_rational time_base, frame_rate /* 0/1: unknown */, sample_aspect_ratio /* 0/1: unknown */;
    int64_t bit_rate;         /* 0: unknown */
    int32_t headers_size;     /* bytes; 0: none */
    int32_t reserved;
} vsa_coded_track;

/* What the encoder makes. */
VS_EXPORT int32_t vsa_encoder_track(const vsa_encoder *encoder, vsa_coded_track *track);

/* Copies the headers as the encoder makes them (H.264, HEVC: with start codes, "Annex B"). */
VS_EXPORT int32_t vsa_encoder_headers(const vsa_encoder *encoder, uint8_t *buffer, int32_t capacity);

/* Encodes a frame, shown at time for duration (in the encoder's time base); null: no more will come. Times must grow. Frames of another size or format are
 * converted. key 1: decoded without help of others, and all that follows without help of what came before. The frame stays the caller's; its
 * samples must not be changed afterwards (make_writable sees to that). */
VS_EXPORT int32_t vsa_encoder_send(vsa_encoder *encoder, const vsa_frame *frame, int64_t time, int64_t duration, int32_t key);

/* The next packet, into the empty packet. VS_AGAIN: send more first; VS_END: that was all. */
VS_EXPORT int32_t vsa_encoder_receive(vsa_encoder *encoder, vsa_packet *packet, vsa_packet_info *info);

/* Frames that had another size or format than the encoder takes. */
VS_EXPORT int32_t vsa_encoder_converted(const vsa_encoder *encoder, int64_t *frames);

/* ---- writers ----------------------------------------------------------------------------------------------------------------------- */

typedef struct vsa_container_info {
    char name[32];          /* FFmpeg's name of the format */
    int32_t variable_rate;  /* 1: frames may lie at any time; 0: only at multiples of the frame duration */
    int32_t no_file;        /* 1: opens its own connections (RTSP) or files (HLS) */
    int32_t holds_rotation; /* 1: keeps a display matrix */
} vsa_container_info;

/* The container for a URL (by its ending or scheme), or by name where one is given. VS_NOT_FOUND. */
VS_EXPORT int32_t vsa_container_find(const char *url, const char *name, vsa_container_info *info);

typedef struct vsa_writer_options {
    const char *url;         /* null: into memory, to be fetched with vsa_writer_take; container is named then */
    const char *container;   /* FFmpeg's name; null: by URL */
    const char *options;     /* dictionary for muxer and protocol */
    int32_t options_length;
    int64_t open_timeout_us; /* for opening; 0: none */
    int64_t write_timeout_us; /* for each packet written, encoding not counted; 0: none. Files and pipes have none */
} vsa_writer_options;

/* Order: create; set_tag, copy_header, add_video or add_coded, add_audio, add_track in any order; open; write_*; finish; free. */
VS_EXPORT int32_t vsa_writer_create(const vsa_writer_options *options, vsa_interrupt *interrupt, vsa_writer **writer);

/* Without finish the output is left as a crash would leave it. */
VS_EXPORT int32_t vsa_writer_free(vsa_writer *writer);

/* Copies the container's tags and chapters. */
VS_EXPORT int32_t vsa_writer_copy_header(vsa_writer *writer, const vsa_reader *reader);

/* A tag of the container; replaces one of the same key. */
VS_EXPORT int32_t vsa_writer_set_tag(vsa_writer *writer, const char *key, const char *value);

/* The encoded video track. Of video: size, pixel_format, time_base, frame_rate, aspect ratio, colour, display matrix.
 * source (may be null): the reader whose video track's tags (language, title) and disposition are copied. */
VS_EXPORT int32_t vsa_writer_add_video(vsa_writer *writer, const vsa_video_info *video, const vsa_encoder_options *options,
                                       const vsa_reader *source, vsa_encoder_info *info);

/* An encoded audio track: AAC, mono, sample_rate in Hz, bit_rate in bit/s. */
VS_EXPORT int32_t vsa_writer_add_audio(vsa_writer *writer, int32_t sample_rate, int32_t bit_rate);

/* Copies a track's header and makes its packets welcome. VSA_NOT_HELD (found out by trying) leaves the writer as it was. */
VS_EXPORT int32_t vsa_writer_add_track(vsa_writer *writer, const vsa_reader *reader, int32_t track);

/* Packets of an encoder as video track. headers: track->headers_size bytes, as of vsa_encoder_headers. */
VS_EXPORT int32_t vsa_writer_add_coded(vsa_writer *writer, const vsa_coded_track *track, const uint8_t *headers);

/* Opens the output and writes the header; video_time_base (may be null) is the one that the container keeps the video's times in. */
VS_EXPORT int32_t vsa_writer_open(vsa_writer *writer, vsa_rational *video_time_base);

/* Encodes a frame at time (in the video's time base), which should lie after the last one's. Where it lies more than a frame before, the
 * source's times have jumped back: this and all that follows, copied tracks as well, is put behind what came before. A lesser step back is
 * moved one tick behind the last time. Both are counted.
 * The frame stays the caller's; its samples must not be changed afterwards (make_writable sees to that). */
VS_EXPORT int32_t vsa_writer_write_frame(vsa_writer *writer, const vsa_frame *frame, int64_t time, int64_t duration);

/* Writes a packet of an added track; others are ignored. The packet stays the caller's. */
VS_EXPORT int32_t vsa_writer_write_packet(vsa_writer *writer, const vsa_packet *packet);

/* Writes a packet of the coded track; the first one's decode time becomes 0. shift is added to its times, duration replaces its own where it is
 * above 0, both in the track's time base. The packet stays the caller's. */
VS_EXPORT int32_t vsa_writer_write_coded(vsa_writer *writer, const vsa_packet *packet, int64_t shift, int64_t duration);

/* Ends the fragment, where the container has them (MP4 with frag_custom), and hands on all that is held back. */
VS_EXPORT int32_t vsa_writer_flush(vsa_writer *writer);

/* What has been written into memory since the last call, into the empty packet; time and duration are not known. VS_AGAIN: nothing. */
VS_EXPORT int32_t vsa_writer_take(vsa_writer *writer, vsa_packet *packet, vsa_packet_info *info);

/* Appends samples in [-1, 1] to the encoded audio track. */
VS_EXPORT int32_t vsa_writer_write_audio(vsa_writer *writer, const float *samples, int32_t count);

/* Drains the encoders, writes the end of the file and closes it. */
VS_EXPORT int32_t vsa_writer_finish(vsa_writer *writer);

typedef struct vsa_writer_counts {
    int64_t frames;           /* frames handed to the encoder */
    int64_t packets;          /* packets of all tracks handed to the container */
    int64_t bytes;            /* bytes of those packets */
    int64_t converted_frames; /* frames that had another size or format than the encoder takes */
    int64_t moved_times;      /* frames and copied packets whose time did not lie after the last one's and was moved one tick behind it */
    int64_t time_jumps;       /* places where the source's times jumped back; all that follows was put behind what came before */
} vsa_writer_counts;

VS_EXPORT int32_t vsa_writer_counts_get(const vsa_writer *writer, vsa_writer_counts *counts);

#endif
