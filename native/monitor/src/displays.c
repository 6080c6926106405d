#include "internal.h"

#include <stdio.h>
#include <string.h>

int print_displays(void)
{
    int count = SDL_GetNumVideoDisplays();
    printf("%s\n", SDL_GetCurrentVideoDriver());
    for (int i = 0; i < count; i++) {
        SDL_Rect place;
        SDL_DisplayMode mode = {0};
        if (SDL_GetDisplayBounds(i, &place) != 0) {
            fprintf(stderr, "display %d cannot be described: %s\n", i, SDL_GetError());
            return 1;
        }

        (void)SDL_GetDesktopDisplayMode(i, &mode);
        const char *name = SDL_GetDisplayName(i);
        printf("%d\t%d\t%d\t%d\t%d\t%s\n", place.x, place.y, place.w, place.h, mode.refresh_rate, name ? name : "");
    }

    return 0;
}

bool display_is_there(const SDL_Rect *place)
{
    SDL_Rect other;
    for (int i = SDL_GetNumVideoDisplays() - 1; i >= 0; i--) {
        if (SDL_GetDisplayBounds(i, &other) == 0 && SDL_RectEquals(place, &other)) return true;
    }

    return false;
}

int find_display(const char *wanted)
{
    int count = SDL_GetNumVideoDisplays();
    bool is_number = *wanted && strspn(wanted, "0123456789") == strlen(wanted);
    for (int i = 0; i < count; i++) {
        const char *name = SDL_GetDisplayName(i);
        if (is_number ? i == SDL_atoi(wanted) : name && SDL_strcasecmp(name, wanted) == 0) return i;
    }

    return -1;
}

void tell_displays(const char *wanted, char *text, size_t capacity)
{
    int used = snprintf(text, capacity, "there is no display '%s', but", wanted);
    for (int i = 0; i < SDL_GetNumVideoDisplays() && used < (int)capacity; i++) {
        const char *name = SDL_GetDisplayName(i);
        used += snprintf(text + used, capacity - (size_t)used, "%s %d (%s)", i == 0 ? "" : ",", i, name ? name : "");
    }
}
