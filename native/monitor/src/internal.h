#ifndef VSM_INTERNAL_H
#define VSM_INTERNAL_H

#define SDL_MAIN_HANDLED
#include "videoseg_monitor.h"

#include <SDL.h>
#include <stdbool.h>

typedef struct monitor {
    SDL_Window *window;
    SDL_Rect place; /* of its display on the desktop */
    int happened;

    const uint8_t *memory;
    int64_t memory_size;
    vsm_picture picture; /* the last one shown; width 0: none yet */

    /* By OpenGL. */
    SDL_Renderer *renderer;
    SDL_Texture *texture;
    vsm_picture texture_is_for;

    /* By the processor. */
    SDL_Surface *scratch; /* a picture in its own size, where it is to be scaled */
    SDL_Surface *painted; /* the window's surface whose border is black already */
    SDL_Rect painted_target;
} monitor;

/* session.c: false and a message where no display can be opened. */
bool start_session(char *why, size_t capacity);

/* displays.c */
int print_displays(void);
int find_display(const char *wanted); /* -1: there is none */
void tell_displays(const char *wanted, char *text, size_t capacity);
bool display_is_there(const SDL_Rect *place);

/* memory.c */
bool map_memory(monitor *m, const vsm_map *map, char *why, size_t capacity);
bool picture_is_sound(const monitor *m, const vsm_picture *picture, char *why, size_t capacity);
void planes_of(const monitor *m, const vsm_picture *picture, const uint8_t *plane[3], int stride[3]);
SDL_YUV_CONVERSION_MODE colors_of(const vsm_picture *picture);
Uint32 format_of(const vsm_picture *picture);

/* window.c */
bool open_window(monitor *m, const vsm_open *open, vsm_reply *reply);
void describe_window(const monitor *m, vsm_reply *reply);
bool fits_window(const monitor *m, const vsm_picture *picture);
bool draw(monitor *m, const vsm_picture *picture);

/* draw_gpu.c, draw_cpu.c: false where SDL refuses. */
bool draw_by_gpu(monitor *m, const vsm_picture *picture);
bool draw_by_cpu(monitor *m, const vsm_picture *picture);
bool clear_by_cpu(monitor *m);

/* serve.c */
int serve(void);

#endif
