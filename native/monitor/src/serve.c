#include "internal.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PUMP_MILLISECONDS = 20 };

static void redraw(monitor *m)
{
    if (m->picture.width > 0 && fits_window(m, &m->picture)) (void)draw(m, &m->picture);
}

static void forget_textures(monitor *m)
{
    if (m->texture) SDL_DestroyTexture(m->texture);
    m->texture = NULL;
}

static bool is_desktop(void) { return SDL_strcmp(SDL_GetCurrentVideoDriver(), "KMSDRM") != 0; }

static void note(monitor *m, const SDL_Event *event)
{
    switch (event->type) {
    case SDL_QUIT: m->happened |= VSM_CLOSE_ASKED; break;
    case SDL_KEYDOWN:
        /* Without a desktop there is nothing to go back to. */
        if (event->key.keysym.sym == SDLK_ESCAPE && event->key.repeat == 0 && is_desktop()) m->happened |= VSM_ESCAPE_PRESSED;
        break;
    case SDL_WINDOWEVENT:
        if (event->window.event == SDL_WINDOWEVENT_CLOSE) m->happened |= VSM_CLOSE_ASKED;
        if (event->window.event == SDL_WINDOWEVENT_EXPOSED) redraw(m);
        break;
    case SDL_DISPLAYEVENT:
        if (!display_is_there(&m->place)) m->happened |= VSM_DISPLAY_GONE;
        break;
    case SDL_RENDER_TARGETS_RESET:
    case SDL_RENDER_DEVICE_RESET:
        forget_textures(m);
        redraw(m);
        break;
    default: break;
    }
}

static void pump(monitor *m)
{
    SDL_Event event;
    while (SDL_PollEvent(&event)) note(m, &event);
}

static void answer(monitor *m, const vsm_request *request, vsm_reply *reply)
{
    if (request->kind == VSM_OPEN) {
        if (request->u.open.protocol != VSM_PROTOCOL || m->window) {
            reply->status = VSM_FAILED;
            snprintf(reply->text, sizeof reply->text, "expected protocol %d, once, got %d. Build the native programs and the program together", VSM_PROTOCOL, request->u.open.protocol);
        } else if (!start_session(reply->text, sizeof reply->text)) {
            reply->status = VSM_NO_DISPLAY;
        } else {
            (void)open_window(m, &request->u.open, reply);
        }
    } else if (!m->window) {
        reply->status = VSM_FAILED;
        snprintf(reply->text, sizeof reply->text, "there is no window yet");
    } else if (request->kind == VSM_MAP) {
        if (!map_memory(m, &request->u.map, reply->text, sizeof reply->text)) reply->status = VSM_FAILED;
    } else if (request->kind == VSM_PRESENT) {
        const vsm_picture *picture = &request->u.picture;
        if (!picture_is_sound(m, picture, reply->text, sizeof reply->text)) {
            reply->status = VSM_FAILED;
        } else if (!fits_window(m, picture)) {
            reply->status = VSM_MISFIT;
        } else if (draw(m, picture)) {
            m->picture = *picture;
        } else {
            reply->status = VSM_FAILED;
            snprintf(reply->text, sizeof reply->text, "the picture cannot be shown: %s", SDL_GetError());
        }
    }
}

/* 1: read whole; 0: the other side has ended. */
static int read_request(vsm_request *request)
{
    size_t got = 0;
    while (got < sizeof *request) {
        ssize_t more = read(STDIN_FILENO, (char *)request + got, sizeof *request - got);
        if (more == 0 || (more < 0 && errno != EINTR)) return 0;
        got += more > 0 ? (size_t)more : 0;
    }

    return 1;
}

static bool write_reply(const vsm_reply *reply)
{
    size_t done = 0;
    while (done < sizeof *reply) {
        ssize_t more = write(STDOUT_FILENO, (const char *)reply + done, sizeof *reply - done);
        if (more < 0 && errno != EINTR) return false;
        done += more > 0 ? (size_t)more : 0;
    }

    return true;
}

int serve(void)
{
    static monitor m;
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    while (true) {
        int ready = poll(&input, 1, PUMP_MILLISECONDS);
        if (m.window) pump(&m);
        if (ready <= 0) continue;
        vsm_request request;
        if (!read_request(&request)) break;
        vsm_reply reply = {0};
        answer(&m, &request, &reply);
        if (m.window) describe_window(&m, &reply);
        reply.happened = m.happened;
        m.happened = 0;
        if (!write_reply(&reply)) break;
    }

    SDL_Quit();
    return 0;
}
