#include "internal.h"

#include <stdio.h>
#include <stdlib.h>

/* Without a choice SDL would at last take its "offscreen" driver, which shows nothing to nobody. */
static const char *drivers_to_try(void)
{
    const char *chosen = getenv("SDL_VIDEODRIVER");
    return chosen && *chosen ? chosen : "x11,wayland,KMSDRM";
}

/* SDL's own assertions would ask on the terminal. */
static SDL_AssertState ignore_assertion(const SDL_AssertData *data, void *context)
{
    (void)data, (void)context;
    return SDL_ASSERTION_ALWAYS_IGNORE;
}

bool start_session(char *why, size_t capacity)
{
    const char *drivers = drivers_to_try(), *server = getenv("DISPLAY");
    SDL_SetMainReady();
    SDL_SetAssertionHandler(ignore_assertion, NULL);
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0");
    SDL_SetHint(SDL_HINT_VIDEO_MINIMIZE_ON_FOCUS_LOSS, "0");
    SDL_SetHint("SDL_QUIT_ON_LAST_WINDOW_CLOSE", "0");
    SDL_SetHint("SDL_APP_NAME", "VideoSeg");
    SDL_SetHintWithPriority(SDL_HINT_VIDEODRIVER, drivers, SDL_HINT_OVERRIDE);
    if (SDL_Init(SDL_INIT_VIDEO) != 0) {
        snprintf(why, capacity, "no display can be opened (tried %s; DISPLAY is %s%s): %s", drivers, server ? "" : "not set", server ? server : "", SDL_GetError());
        return false;
    }

    /* Where the server has a framebuffer of its own, "by the processor" means so: no texture of OpenGL beneath it. */
    const char *driver = SDL_GetCurrentVideoDriver();
    if (SDL_strcmp(driver, "x11") == 0 || SDL_strcmp(driver, "wayland") == 0) SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    SDL_StopTextInput();
    return true;
}
