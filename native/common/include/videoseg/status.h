/* What every function of the native libraries has in common.
 *
 * Each returns an int32 status; results come through out pointers, which are written only when the status is VS_OK.
 * The message of a failure is kept for the calling thread and fetched with the library's own <prefix>_last_error(buffer, capacity).
 * No C++ exception ever leaves a library. Handles are opaque; whoever receives one frees it with the function named in its comment.
 */
#ifndef VIDEOSEG_STATUS_H
#define VIDEOSEG_STATUS_H

#include <stdint.h>

#define VS_EXPORT __attribute__((visibility("default")))

enum {
    VS_OK = 0,
    VS_INVALID_ARGUMENT = 1, /* a null handle, a shape or a value out of range: the caller's bug */
    VS_OUT_OF_MEMORY = 2,
    VS_FAILED = 3,           /* the library below refused; the message says why */
    VS_END = 4,              /* no more data */
    VS_AGAIN = 5,            /* nothing now; feed more first */
    VS_TIMED_OUT = 6,
    VS_CANCELLED = 7,
    VS_NOT_FOUND = 8,
    VS_UNSUPPORTED = 9
};

#endif
