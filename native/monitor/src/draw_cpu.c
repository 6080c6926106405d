/* Straight into what the display server shows, without SDL's renderer: that would copy the picture three times more. */
#include "internal.h"

bool clear_by_cpu(monitor *m)
{
    SDL_Surface *surface = SDL_GetWindowSurface(m->window);
    return surface && SDL_FillRect(surface, NULL, 0) == 0 && SDL_UpdateWindowSurface(m->window) == 0;
}

static void paint_border(monitor *m, SDL_Surface *surface, const SDL_Rect *target)
{
    /* The surface keeps what was painted, for as long as it is the same one. */
    if (m->painted == surface && SDL_RectEquals(&m->painted_target, target)) return;
    SDL_FillRect(surface, NULL, 0);
    m->painted = surface;
    m->painted_target = *target;
}

static bool convert(const monitor *m, const vsm_picture *p, SDL_Surface *surface, int x, int y)
{
    uint8_t *first = (uint8_t *)surface->pixels + (int64_t)y * surface->pitch + (int64_t)x * surface->format->BytesPerPixel;
    return SDL_ConvertPixels(p->width, p->height, format_of(p), m->memory + p->offset, p->stride, surface->format->format, first, surface->pitch) == 0;
}

static bool fit_scratch(monitor *m, const vsm_picture *p, const SDL_Surface *surface)
{
    if (m->scratch && m->scratch->w == p->width && m->scratch->h == p->height && m->scratch->format->format == surface->format->format) return true;
    SDL_FreeSurface(m->scratch);
    m->scratch = SDL_CreateRGBSurfaceWithFormat(0, p->width, p->height, surface->format->BitsPerPixel, surface->format->format);
    return m->scratch != NULL;
}

bool draw_by_cpu(monitor *m, const vsm_picture *p)
{
    SDL_Surface *surface = SDL_GetWindowSurface(m->window);
    SDL_Rect target = {p->x, p->y, p->target_width, p->target_height};
    /* The window may have shrunk since it was asked; the next picture is placed anew. */
    if (!surface || target.x + target.w > surface->w || target.y + target.h > surface->h) return surface != NULL;
    paint_border(m, surface, &target);
    bool is_drawn = target.w == p->width && target.h == p->height
        ? convert(m, p, surface, target.x, target.y)
        : fit_scratch(m, p, surface) && convert(m, p, m->scratch, 0, 0) && SDL_SoftStretchLinear(m->scratch, NULL, surface, &target) == 0;
    return is_drawn && SDL_UpdateWindowSurface(m->window) == 0;
}
