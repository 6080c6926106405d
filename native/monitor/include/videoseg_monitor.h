/* videoseg_monitor: shows pictures on a display, over SDL 2: X11, Wayland or KMS.
 *
 *   videoseg_monitor version     prints "SDL 2.26.5"
 *   videoseg_monitor displays    prints the driver's name on the first line, then a line for each display, numbered from 0, the primary one
 *                                first: x, y, width, height, refresh rate in hertz (0: not known), name, separated by tabs
 *   videoseg_monitor show        takes requests from standard input and answers each on standard output, until its standard input ends
 *
 * What goes wrong is told in one line on standard error. Exit code 0: done; 1: the display server went away or SDL refused; 2: called
 * wrongly; 3: no display can be opened.
 *
 * A program and not a library, because Xlib ends the process where the X server goes away, and drivers of graphics cards may do worse: the
 * service that feeds this program goes on, and starts it again. It ignores SIGINT and SIGTERM, so that the picture stays for as long as the
 * feeding program wants, and ends with it. It plays no sound.
 *
 * Requests and replies are the structures below as they lie in memory (both sides run on one machine), one reply for each request.
 * Pictures lie in a file that both map. Lengths are in pixels.
 */
#ifndef VIDEOSEG_MONITOR_H
#define VIDEOSEG_MONITOR_H

#include <stdint.h>

#define VSM_PROTOCOL 1

enum {
    VSM_OPEN = 1,    /* opens the window; the first request, once */
    VSM_MAP = 2,     /* maps another file of pictures, instead of the one before */
    VSM_PRESENT = 3, /* shows a picture */
    VSM_ASK = 4      /* nothing but the reply: what has happened since the last one */
};

typedef struct vsm_open {
    int32_t protocol;      /* VSM_PROTOCOL */
    int32_t full_screen;   /* 1: without border over the whole display, pointer hidden. 0: a window in the middle of it */
    int32_t width, height; /* of the window's inside; of no meaning where full_screen */
    int32_t accelerated;   /* 1: through OpenGL. 0: by the processor */
    int32_t vsync;         /* 1: showing waits for the display, where accelerated. 0: it never waits */
    char display[64];      /* its number, or its name in any case of letters */
    char title[96];
} vsm_open;

typedef struct vsm_map {
    int64_t size; /* bytes */
    char path[240];
} vsm_map;

enum { VSM_I420 = 0, VSM_NV12 = 1 };
enum { VSM_BT601 = 0, VSM_BT709 = 1 };
enum { VSM_LIMITED = 0, VSM_FULL = 1 };

/* An 8-bit picture with chroma of half its size (rounded up), and where on the window it goes. Its planes follow each other without gaps:
 * luma in rows of stride bytes; then, I420, U and V in rows of stride / 2, or, NV12, both in rows of stride. */
typedef struct vsm_picture {
    int64_t offset;                /* of its first byte in the file */
    int32_t stride;                /* even, at least width */
    int32_t width, height;
    int32_t layout, matrix, range; /* not BT.709 in full range: SDL does not know it */
    int32_t x, y, target_width, target_height; /* inside the window; what lies around it is black */
} vsm_picture;

typedef struct vsm_request {
    int32_t kind;
    int32_t reserved;
    union {
        vsm_open open;
        vsm_map map;
        vsm_picture picture;
        char size[248];
    } u;
} vsm_request; /* 256 bytes */

enum {
    VSM_DONE = 0,
    VSM_FAILED = 1,  /* the text says why */
    VSM_NO_DISPLAY = 2, /* there is no display server, or not the one asked for; the text says what there is */
    VSM_MISFIT = 3   /* the window has another size by now, and the picture would not lie inside it; place it anew */
};

/* What has happened since the last reply, as bits. */
enum {
    VSM_CLOSE_ASKED = 1,    /* somebody wants the window closed */
    VSM_ESCAPE_PRESSED = 2,
    VSM_DISPLAY_GONE = 4    /* the display that the window was opened on is no longer there */
};

typedef struct vsm_reply {
    int32_t status;
    int32_t happened;
    int32_t width, height; /* of the window's inside, now */
    int32_t accelerated, vsync;
    char text[232];        /* VSM_DONE after VSM_OPEN: what draws ("software", "opengl: Mesa Intel(R) UHD Graphics 620"). Else what went wrong */
} vsm_reply; /* 256 bytes */

/* VSM_PRESENT is answered when the picture was handed to the display server: by the processor on X11 it has been drawn then, otherwise it is
 * queued to be. The samples are looked at no longer, but where the window has to be drawn again before the next picture. */

#endif
