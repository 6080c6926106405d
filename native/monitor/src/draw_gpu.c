#include "internal.h"

static bool fit_texture(monitor *m, const vsm_picture *p)
{
    const vsm_picture *old = &m->texture_is_for;
    if (m->texture && old->width == p->width && old->height == p->height && format_of(old) == format_of(p) && colors_of(old) == colors_of(p)) return true;
    if (m->texture) SDL_DestroyTexture(m->texture);
    m->texture = SDL_CreateTexture(m->renderer, format_of(p), SDL_TEXTUREACCESS_STREAMING, p->width, p->height);
    m->texture_is_for = *p;
    return m->texture && SDL_SetTextureBlendMode(m->texture, SDL_BLENDMODE_NONE) == 0 && SDL_SetTextureScaleMode(m->texture, SDL_ScaleModeLinear) == 0;
}

bool draw_by_gpu(monitor *m, const vsm_picture *p)
{
    const uint8_t *plane[3];
    int stride[3];
    planes_of(m, p, plane, stride);
    if (!fit_texture(m, p)) return false;
    int filled = p->layout == VSM_NV12 ? SDL_UpdateNVTexture(m->texture, NULL, plane[0], stride[0], plane[1], stride[1])
                                       : SDL_UpdateYUVTexture(m->texture, NULL, plane[0], stride[0], plane[1], stride[1], plane[2], stride[2]);
    const SDL_Rect target = {p->x, p->y, p->target_width, p->target_height};
    if (filled != 0 || SDL_RenderClear(m->renderer) != 0 || SDL_RenderCopy(m->renderer, m->texture, NULL, &target) != 0) return false;
    SDL_RenderPresent(m->renderer);
    return true;
}
