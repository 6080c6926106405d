#include <string.h>

#include "compat.h"

/* Muxers whose frames carry a number instead of a time. FFmpeg's own flag for it (AVFMT_VARIABLE_FPS) is not set for MP4, which keeps any time. */
static bool is_constant_rate(const AVOutputFormat *format)
{
    static const char *const names[] = {"avi", "dv", "gxf", "mxf", "mxf_d10", "mxf_opatom", "ogg", "ogv", "yuv4mpegpipe", NULL};
    for (int i = 0; names[i]; i++) {
        if (!strcmp(format->name, names[i])) return true;
    }
    return false;
}

int32_t vsa_container_find(const char *url, const char *name, vsa_container_info *info)
{
    REQUIRE(url && info);
    const AVOutputFormat *format = av_guess_format(name, name ? NULL : url, NULL);
    if (!format && !name) {
        static const char *const schemes[][2] = {{"rtmp", "flv"}, {"rtsp:", "rtsp"}, {"srt:", "mpegts"}, {"udp:", "mpegts"}, {"rtp:", "rtp_mpegts"}, {NULL, NULL}};
        for (int i = 0; schemes[i][0] && !format; i++) {
            if (!strncmp(url, schemes[i][0], strlen(schemes[i][0]))) format = av_guess_format(schemes[i][1], NULL, NULL);
        }
    }
    if (!format) return fail(VS_NOT_FOUND, name ? "FFmpeg knows no container '%s'" : "no container goes with '%s'", name ? name : url);
    memset(info, 0, sizeof *info);
    copy_text(info->name, sizeof info->name, format->name);
    info->no_file = !!(format->flags & AVFMT_NOFILE);
    info->variable_rate = !is_constant_rate(format);
    info->holds_rotation = compat_holds_rotation(format);
    return VS_OK;
}
