/* What the sources of libvideoseg_av share. */
#ifndef VIDEOSEG_AV_INTERNAL_H
#define VIDEOSEG_AV_INTERNAL_H

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/avutil.h>
#include <libswscale/swscale.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "videoseg_av.h"

/* ---- state.c: messages and counters ---- */

/* Forgets this thread's message and starts listening to what FFmpeg logs on it. Every entry that can fail in FFmpeg begins with it. */
void state_begin(void);

/* Keeps a message and returns status. */
int32_t fail(int32_t status, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* What FFmpeg logged last on this thread, and the same taken over from another thread. */
const char *logged(void);
void log_again(const char *text);

/* Maps an FFmpeg error code to a status and keeps "what: FFmpeg's text (what FFmpeg logged last)". */
int32_t fail_av(int error, const char *what);

typedef enum { COUNT_FRAMES, COUNT_PACKETS, COUNT_READERS, COUNT_WRITERS, COUNT_POOLS, COUNT_CONVERTERS, COUNT_INTERRUPTS, COUNT_ENCODERS, COUNT_KINDS } count_kind;

void count_add(count_kind kind, int64_t delta);

#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition)) return fail(VS_INVALID_ARGUMENT, "%s: expected %s", __func__, #condition); \
    } while (0)

/* ---- interrupt.c: time-outs and cancellation of blocking calls ---- */

typedef struct guard {
    vsa_interrupt *interrupt; /* may be null */
    int64_t deadline_ns;      /* monotonic; 0: none */
    int64_t timeout_us;       /* of the call in progress, for the message */
    const char *silence;      /* what did not happen in that time: "nothing came" */
    int32_t reason;           /* VS_OK, VS_TIMED_OUT or VS_CANCELLED: why FFmpeg was interrupted */
} guard;

void guard_attach(guard *g, vsa_interrupt *interrupt, const char *silence);
void guard_detach(guard *g);
void guard_arm(guard *g, int64_t timeout_us);

/* Ends the time-out; whether it has passed stays known. */
void guard_disarm(guard *g);

/* Whether FFmpeg should give up; its interrupt callback. */
int guard_check(void *opaque);

/* The status of a failed call: the interruption if there was one, else the error. */
int32_t guard_fail(const guard *g, int error, const char *what);

/* ---- dictionary.c ---- */

int32_t dictionary_parse(const char *text, int32_t length, AVDictionary **dictionary);

/* VSA_UNKNOWN_OPTION, naming the first entry, unless the dictionary is empty. */
int32_t dictionary_require_used(const AVDictionary *dictionary, const char *owner);

/* Copies text into a fixed buffer, cut to whole UTF-8 characters. */
void copy_text(char *buffer, size_t capacity, const char *text);

/* ---- pixel_format.c ---- */

bool pixel_format_is_readable(enum AVPixelFormat format);
enum AVPixelFormat pixel_format_nearest_readable(enum AVPixelFormat format);

/* yuvj420p and its like become yuv420p (true: and full range). */
bool pixel_format_normalise(enum AVPixelFormat *format);

/* ---- pool.c, frame.c, packet.c ---- */

struct vsa_frame {
    AVFrame *av;
};

struct vsa_packet {
    AVPacket *av;
};

void packet_describe(const AVPacket *packet, vsa_packet_info *info);

/* Gives an empty frame (format, width and height set) samples from the pool. */
int pool_get_buffer(vsa_pool *pool, AVFrame *frame);

/* Describes all but flags, time and duration. */
void frame_describe(const AVFrame *frame, vsa_frame_info *info);
void color_of_frame(const AVFrame *frame, vsa_color *color);
void color_to_frame(const vsa_color *color, AVFrame *frame);

/* ---- convert.c ---- */

/* Rescales and converts; a context is kept in *context. Both frames have buffers. Returns an FFmpeg error code. */
int convert_frame(struct SwsContext **context, const AVFrame *source, AVFrame *destination);

/* ---- convert_color.c ---- */

/* Converts matrix and range where that is all that there is to do, of planar 4:2:0, 4:2:2 and 4:4:4 of 8 bits; else false. */
bool convert_color(const AVFrame *from, bool from_full, AVFrame *to, bool to_full);

/* The matrix that a frame is converted by: its own, else the one that players assume. */
int convert_matrix(const AVFrame *frame);

/* ---- readers ---- */

typedef struct reader_filter reader_filter;

typedef struct time_range {
    bool has_start, has_end;
    int64_t start_us, end_us;     /* in the recording's own time */
    int64_t start, end;           /* the same in the video's time base */
    bool awaits_key;              /* no key picture has come since the input was sought in */
    bool reached, passed;         /* a frame inside, or behind it, has come */
    bool *began;                  /* by track: a packet inside has come */
} time_range;

struct vsa_reader {
    AVFormatContext *format;
    AVCodecContext *decoder;
    AVPacket *packet;
    vsa_pool *pool;               /* for converted frames */
    struct SwsContext *scaler;
    AVFrame *scratch;             /* the frame that was decoded or filtered last */
    reader_filter *filter;        /* null: none */
    time_range range;             /* what of the recording is read */
    AVIOContext *pipe;            /* null: FFmpeg opens the input itself */
    int pipe_file;
    guard guard;
    int64_t read_timeout_us;
    int video;                    /* index of the stream */
    int tracks;                   /* streams at the time of opening */
    vsa_permit permit;            /* null: all may be opened */
    void *permit_context;
    int (*open_io)(AVFormatContext *format, AVIOContext **io, const char *url, int flags, AVDictionary **options); /* FFmpeg's own */
    int32_t deinterlace;          /* VSA_DEINTERLACE_ that waits for the first interlaced frame, or is at work */
    char *chain;                  /* the filters that were asked for; null: none */
    int filter_threads;
    bool read_tracks, draining, ended, time_guessed;
    int32_t end_status;           /* what read returns once drained */
    char end_message[512];
    int consecutive_errors;
    int64_t next_time;            /* where the next decoded frame would lie if the stream did not say */
    int64_t decoded_duration;     /* ticks of a frame that does not say, before the filters */
    int64_t delivered_duration;   /* the same behind them; 0: unknown */
    vsa_reader_counts counts;
};

/* Of the stream. */
AVRational reader_frame_rate(const vsa_reader *reader);

/* Waits for the next packet, into reader->packet. Returns an FFmpeg error code. */
int reader_await_packet(vsa_reader *reader);

/* ---- reader_range.c: from a start to an end, in the order of presentation; frames and packets that begin in it are read ---- */

typedef enum { RANGE_BEFORE, RANGE_INSIDE, RANGE_BEHIND } range_place;

/* Once the video track is chosen: goes to the last key picture before the start. VSA_OUT_OF_RANGE. Freed with the reader, also after a failure. */
int32_t range_open(vsa_reader *reader, int64_t start_us, int64_t duration_us);
void range_free(vsa_reader *reader);

/* Cuts start, duration and number of frames, and sets the origin. */
void range_describe(const vsa_reader *reader, vsa_video_info *info);

/* Where a decoded frame lies. Behind the first one behind nothing is to be decoded any more. */
range_place range_place_frame(vsa_reader *reader, int64_t time);

/* Whether a packet of the video can be decoded. */
bool range_decodes(vsa_reader *reader, const AVPacket *packet);

/* Whether a packet of another track is to be handed out. */
bool range_keeps(vsa_reader *reader, const AVPacket *packet);

/* After the last frame: the next packet that is to be handed out, into the empty packet; false where there is none. */
bool range_read_rest(vsa_reader *reader, AVPacket *packet);

/* How the reading ends: VS_END, or VSA_OUT_OF_RANGE where no frame lay inside. */
int32_t range_end(const vsa_reader *reader);

/* ---- reader_pipe.c: standard input and named pipes, read so that time-outs and cancellation reach them ---- */

/* Where the URL is one: becomes the input of the format context. */
int32_t reader_pipe_open(vsa_reader *reader, const char *url);
/* After the format context. */
void reader_pipe_close(vsa_reader *reader);

/* ---- devices.c: FFmpeg's input devices, whose library is loaded when one is asked for ---- */

/* Null: there is none of this name, or its library is not installed. */
const AVInputFormat *device_find(const char *name);
bool device_is(const AVInputFormat *input);

/* ---- reader_filter.c: FFmpeg's filters between decoder and reader ---- */

/* Builds the chain that was asked for, if any, behind a deinterlacer where the stream says it is interlaced. VSA_BAD_FILTER. Freed with the
 * reader, also after a failure. */
int32_t reader_filter_open(vsa_reader *reader);

/* In mid-stream, where a decoded frame is interlaced and nothing deinterlaces yet: sees to it that it is filtered from this frame on. */
int32_t reader_filter_meet(vsa_reader *reader, const AVFrame *frame);
void reader_filter_free(reader_filter *filter);

/* Replaces what the filters change; nothing once they have failed. */
void reader_filter_describe(const vsa_reader *reader, vsa_video_info *info);

/* Takes a frame, whose pts is set, over. What comes out has to be pulled before the next push. */
int32_t reader_filter_push(vsa_reader *reader, AVFrame *frame);

/* After the last frame. */
void reader_filter_close(vsa_reader *reader);

/* pulled: a filtered frame is in the empty frame, its times in the time base that was described. Else more has to be pushed, or VS_END. */
int32_t reader_filter_pull(vsa_reader *reader, AVFrame *frame, bool *pulled);

/* Whether the frame pulled last is the second one of the same push, of a deinterlacer that makes two of one. */
bool reader_filter_is_second_field(const vsa_reader *reader);

/* ---- encoding_*.c: frames to packets ---- */

#define DURATION_SLOTS 1024 /* more frames than any encoder holds back */

typedef struct encoding {
    AVCodecContext *context;      /* null: none */
    AVFrame *frame;               /* the reference handed to the encoder */
    struct SwsContext *scaler;
    vsa_pool *pool;               /* for converted frames */
    bool flushed;
    int64_t frames, converted;
    int64_t duration_time[DURATION_SLOTS], duration[DURATION_SLOTS]; /* durations by time: encoders of FFmpeg 5.1 lose them */
    int duration_next;
} encoding;

struct vsa_encoder {
    encoding encoding;
    AVCodecParameters *parameters; /* as of the opening */
};

/* An encoder by its own name, or the one that FFmpeg prefers for a codec; null. */
const AVCodec *encoding_find(const char *name);

/* The format to encode in: wanted where that is not AV_PIX_FMT_NONE, else what loses least. VS_UNSUPPORTED. */
int32_t encoding_choose_format(const AVCodec *codec, const vsa_video_info *video, enum AVPixelFormat wanted, enum AVPixelFormat *format);

/* The best of those formats whose chroma goes into the picture's size without a rest; AV_PIX_FMT_NONE where there is none. */
enum AVPixelFormat encoding_choose_fitting(const AVCodec *codec, const vsa_video_info *video);

/* Whether a format's chroma, or each field's, goes into the picture's size without a rest. */
bool encoding_fits(enum AVPixelFormat format, const vsa_video_info *video, bool is_interlaced);

/* Whether players take its colours as JPEG's, whatever is said of them: full range, the matrix of BT.601. */
bool encoding_is_jpeg(enum AVCodecID codec);

/* flags: AV_CODEC_FLAG_. Closed with encoding_close, also after a failure. */
int32_t encoding_open(encoding *it, const AVCodec *codec, const vsa_video_info *video, const vsa_encoder_options *options, int flags, vsa_encoder_info *info);
void encoding_close(encoding *it);

/* Hands a frame over, its time in the encoder's time base; key: as a key picture. Returns an FFmpeg error code. */
int encoding_send(encoding *it, const AVFrame *source, int64_t time, int64_t duration, bool key);

/* No more frames. */
int encoding_end(encoding *it);

/* The next packet, complete; AVERROR(EAGAIN), AVERROR_EOF. */
int encoding_receive(encoding *it, AVPacket *packet);

/* ---- writers ---- */

/* Where a track of the output stands, in its time base. */
typedef struct track_times {
    int64_t last, end;            /* of what was written last; last: AV_NOPTS_VALUE at first */
    int64_t offset_ns;            /* of its part */
    int part;
} track_times;

/* What is written goes here instead of to a URL. */
typedef struct memory_output {
    AVBufferRef *buffer;          /* null: nothing yet */
    int size;                     /* of it used */
} memory_output;

struct vsa_writer {
    AVFormatContext *format;
    AVDictionary *options;
    guard guard;
    int64_t open_timeout_us, write_timeout_us;
    bool opened, finished;
    AVPacket *packet;
    vsa_writer_counts counts;

    encoding video;
    AVStream *video_stream;
    AVRational source_time_base;
    int64_t origin;               /* in source_time_base: the source's time that becomes 0; AV_NOPTS_VALUE: that of the first packet */
    track_times times;            /* of the video, in the encoder's time base */

    AVCodecContext *audio;
    AVStream *audio_stream;
    AVFrame *audio_frame;
    int audio_filled;
    int64_t audio_time;

    struct copied_track {
        int stream;               /* in the writer; -1: not copied */
        AVRational time_base;     /* in the reader */
        track_times times;        /* decode times, in the writer's time base */
    } *track;                     /* by index in the reader */
    int tracks;

    int64_t frame_ns;             /* duration of a frame, about */
    int64_t offset_ns;            /* what is added to times of the newest part */
    int64_t end_ns;               /* of what the leading tracks have written */
    int part;                     /* counts the source's jumps back */

    int64_t fragment_us;          /* MP4 and its kin; 0: no fragments */
    bool to_memory;
    memory_output memory;

    int64_t *first_us;            /* by stream: time of the first packet; null once the header is out, or where it waits for nobody */
};

/* ---- writer_times.c: one line of time for a source whose times jump back, as recordings joined end to end do ----
 * Each stretch between jumps is a part; all its tracks are moved by the same offset, which puts it behind the part before. */

void times_begin(vsa_writer *writer, AVRational frame_rate);

/* What is added to a track's times at present. */
int64_t times_offset(const vsa_writer *writer, const track_times *track, AVRational time_base);

/* Where a time of the source lies in the output. One that lies more than a frame before the last begins a new part, or follows the tracks that
 * have come to it already. Only pictures and sound lead; subtitles, which may be out of order, follow. */
int64_t times_follow(vsa_writer *writer, track_times *track, int64_t time, AVRational time_base, bool leads);

/* Takes note of a time, moved where it is not step ticks behind the last one. */
int64_t times_rise(vsa_writer *writer, track_times *track, int64_t time, int64_t duration, int64_t step);

/* Tells how far a leading track has come: no new part begins before that. */
void times_reach(vsa_writer *writer, const track_times *track, AVRational time_base);

/* ---- writer_fragments.c: an MP4's header waits until every track has data, and all data with it; not for ever ---- */

/* After the header. Return FFmpeg error codes. */
int fragments_begin(vsa_writer *writer);
/* After each packet that was handed to the container, with its decode time. */
int fragments_follow(vsa_writer *writer, int stream, int64_t time_us);

/* ---- writer_memory.c ---- */

/* Opens the output into memory. Returns an FFmpeg error code. */
int memory_open(vsa_writer *writer);
void memory_close(vsa_writer *writer);

/* Takes what the video's encoder has ready and hands it to the container. Returns an FFmpeg error code. */
int writer_drain_video(vsa_writer *writer);
/* Writes a packet whose times are in the stream's time base. Returns an FFmpeg error code. */
int writer_mux(vsa_writer *writer, AVPacket *packet, AVStream *stream);
/* Encodes and writes what is left. */
int writer_finish_audio(vsa_writer *writer);

#endif
