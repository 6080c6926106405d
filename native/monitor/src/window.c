#include "internal.h"

#include <stdio.h>

static bool refuse(vsm_reply *reply, int32_t status, const char *what)
{
    reply->status = status;
    snprintf(reply->text, sizeof reply->text, "%s: %s", what, SDL_GetError());
    return false;
}

/* At once: nobody is to see what the memory held before. */
static bool clear(monitor *m)
{
    if (!m->renderer) return clear_by_cpu(m);
    if (SDL_SetRenderDrawColor(m->renderer, 0, 0, 0, 255) != 0 || SDL_RenderClear(m->renderer) != 0) return false;
    SDL_RenderPresent(m->renderer);
    return true;
}

/* SDL's name of the renderer, with that of the device where OpenGL tells it. */
static void name_drawer(const monitor *m, vsm_reply *reply)
{
    SDL_RendererInfo info = {.name = "software"};
    const unsigned char *(*get_string)(unsigned) = NULL;
    if (m->renderer) {
        (void)SDL_GetRendererInfo(m->renderer, &info);
        *(void **)&get_string = SDL_GL_GetProcAddress("glGetString");
    }

    const unsigned gl_renderer = 0x1F01;
    const unsigned char *device = get_string ? get_string(gl_renderer) : NULL;
    snprintf(reply->text, sizeof reply->text, device ? "%s: %s" : "%s", info.name, device);
    reply->accelerated = m->renderer != NULL;
    reply->vsync = m->renderer && (info.flags & SDL_RENDERER_PRESENTVSYNC);
}

bool open_window(monitor *m, const vsm_open *open, vsm_reply *reply)
{
    int display = find_display(open->display);
    if (display < 0) {
        reply->status = VSM_NO_DISPLAY;
        tell_displays(open->display, reply->text, sizeof reply->text);
        return false;
    }

    if (SDL_GetDisplayBounds(display, &m->place) != 0) return refuse(reply, VSM_NO_DISPLAY, "the display cannot be described");
    Uint32 flags = open->accelerated ? SDL_WINDOW_OPENGL : 0;
    flags |= open->full_screen ? SDL_WINDOW_FULLSCREEN_DESKTOP | SDL_WINDOW_BORDERLESS : SDL_WINDOW_RESIZABLE;
    int middle = (int)SDL_WINDOWPOS_CENTERED_DISPLAY(display);
    m->window = SDL_CreateWindow(open->title, middle, middle, open->full_screen ? m->place.w : open->width, open->full_screen ? m->place.h : open->height, flags);
    if (!m->window) return refuse(reply, VSM_FAILED, "the window cannot be opened");
    if (open->accelerated) {
        m->renderer = SDL_CreateRenderer(m->window, -1, SDL_RENDERER_ACCELERATED | (open->vsync ? SDL_RENDERER_PRESENTVSYNC : 0));
        if (!m->renderer) return refuse(reply, VSM_FAILED, "OpenGL cannot draw on the window");
    }

    if (open->full_screen) SDL_ShowCursor(SDL_DISABLE);
    if (!clear(m)) return refuse(reply, VSM_FAILED, "the window cannot be drawn on");
    name_drawer(m, reply);
    return true;
}

void describe_window(const monitor *m, vsm_reply *reply)
{
    int width = 0, height = 0;
    if (m->renderer) {
        (void)SDL_GetRendererOutputSize(m->renderer, &width, &height);
    } else if (m->window) {
        SDL_GetWindowSize(m->window, &width, &height);
    }

    reply->width = width;
    reply->height = height;
}

bool fits_window(const monitor *m, const vsm_picture *p)
{
    vsm_reply now;
    describe_window(m, &now);
    return p->x >= 0 && p->y >= 0 && p->x <= now.width - p->target_width && p->y <= now.height - p->target_height;
}

bool draw(monitor *m, const vsm_picture *picture)
{
    /* Some renderers remember the colours when a texture is made, others look when it is filled. */
    SDL_SetYUVConversionMode(colors_of(picture));
    return m->renderer ? draw_by_gpu(m, picture) : draw_by_cpu(m, picture);
}
