#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <libavfilter/avfilter.h>

#include "internal.h"

static _Thread_local char last_message[1024];
static _Thread_local char last_log[512];
static _Atomic int64_t counts[COUNT_KINDS];
static pthread_once_t log_once = PTHREAD_ONCE_INIT;

/* FFmpeg says the interesting part ("moov atom not found") only in its log. */
static void keep_log(void *context, int level, const char *format, va_list arguments)
{
    if (level > AV_LOG_ERROR) return;
    int prefix = 0;
    av_log_format_line2(context, level, format, arguments, last_log, sizeof last_log, &prefix);
    size_t length = strlen(last_log);
    while (length > 0 && (last_log[length - 1] == '\n' || last_log[length - 1] == '\r')) last_log[--length] = 0;
    char *text = last_log;
    while (*text == '[') { /* "[mov,mp4 @ 0x55...] " says nothing to a person */
        char *end = strstr(text, "] ");
        if (!end) break;
        text = end + 2;
    }
    memmove(last_log, text, strlen(text) + 1);
}

static void listen_to_log(void) { av_log_set_callback(keep_log); }

void state_begin(void)
{
    pthread_once(&log_once, listen_to_log);
    last_message[0] = 0;
    last_log[0] = 0;
}

const char *logged(void) { return last_log; }

void log_again(const char *text) { snprintf(last_log, sizeof last_log, "%s", text); }

int32_t fail(int32_t status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(last_message, sizeof last_message, format, arguments);
    va_end(arguments);
    return status;
}

static int32_t status_of(int error)
{
    switch (error) {
    case AVERROR(ENOMEM): return VS_OUT_OF_MEMORY;
    case AVERROR(ENOENT): return VS_NOT_FOUND;
    case AVERROR(ETIMEDOUT): return VS_TIMED_OUT;
    case AVERROR_EOF: return VS_END;
    default: return VS_FAILED;
    }
}

int32_t fail_av(int error, const char *what)
{
    char text[AV_ERROR_MAX_STRING_SIZE];
    av_strerror(error, text, sizeof text);
    if (last_log[0]) return fail(status_of(error), "%s: %s (%s)", what, text, last_log);
    return fail(status_of(error), "%s: %s", what, text);
}

void count_add(count_kind kind, int64_t delta) { atomic_fetch_add(&counts[kind], delta); }

int32_t vsa_live_counts(vsa_counts *out)
{
    REQUIRE(out);
    out->frames = counts[COUNT_FRAMES];
    out->packets = counts[COUNT_PACKETS];
    out->readers = counts[COUNT_READERS];
    out->writers = counts[COUNT_WRITERS];
    out->pools = counts[COUNT_POOLS];
    out->converters = counts[COUNT_CONVERTERS];
    out->interrupts = counts[COUNT_INTERRUPTS];
    out->encoders = counts[COUNT_ENCODERS];
    return VS_OK;
}

int32_t vsa_abi_version(int32_t *version)
{
    REQUIRE(version);
    *version = VSA_ABI_VERSION;
    return VS_OK;
}

int32_t vsa_last_error(char *buffer, int32_t capacity)
{
    if (!buffer || capacity < 1) return VS_INVALID_ARGUMENT;
    copy_text(buffer, (size_t)capacity, last_message);
    return VS_OK;
}

int32_t vsa_library_versions(char *buffer, int32_t capacity)
{
    REQUIRE(buffer && capacity > 0);
    unsigned f = avformat_version(), c = avcodec_version(), i = avfilter_version(), s = swscale_version(), u = avutil_version();
#define PARTS(v) AV_VERSION_MAJOR(v), AV_VERSION_MINOR(v), AV_VERSION_MICRO(v)
    snprintf(buffer, (size_t)capacity, "libavformat %u.%u.%u, libavcodec %u.%u.%u, libavfilter %u.%u.%u, libswscale %u.%u.%u, libavutil %u.%u.%u",
             PARTS(f), PARTS(c), PARTS(i), PARTS(s), PARTS(u));
#undef PARTS
    return VS_OK;
}
