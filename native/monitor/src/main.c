#include "internal.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

static int print_version(void)
{
    SDL_version version;
    SDL_GetVersion(&version);
    printf("SDL %d.%d.%d\n", version.major, version.minor, version.patch);
    return 0;
}

static int list_displays(void)
{
    char why[512];
    if (!start_session(why, sizeof why)) {
        fprintf(stderr, "%s\n", why);
        return 3;
    }

    int code = print_displays();
    SDL_Quit();
    return code;
}

static int show(void)
{
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    return serve();
}

int main(int count, char **arguments)
{
    const char *what = count == 2 ? arguments[1] : "";
    if (strcmp(what, "version") == 0) return print_version();
    if (strcmp(what, "displays") == 0) return list_displays();
    if (strcmp(what, "show") == 0) return show();
    fprintf(stderr, "expected version, displays or show\n");
    return 2;
}
