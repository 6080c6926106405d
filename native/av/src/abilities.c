/* What the FFmpeg at hand can do. */
#include <libavutil/hwcontext.h>
#include <string.h>

#include "internal.h"

int32_t vsa_codec_exists(const char *name, int32_t is_encoder, int32_t *exists)
{
    REQUIRE(name && exists);
    *exists = (is_encoder ? avcodec_find_encoder_by_name(name) : avcodec_find_decoder_by_name(name)) != NULL;
    return VS_OK;
}

int32_t vsa_hardware_kinds(char *buffer, int32_t capacity)
{
    REQUIRE(buffer && capacity > 0);
    size_t used = 0;
    buffer[0] = 0;
    for (enum AVHWDeviceType kind = AV_HWDEVICE_TYPE_NONE; (kind = av_hwdevice_iterate_types(kind)) != AV_HWDEVICE_TYPE_NONE;) {
        int length = snprintf(buffer + used, (size_t)capacity - used, "%s%s", used ? ", " : "", av_hwdevice_get_type_name(kind));
        if (length < 0 || (size_t)length >= (size_t)capacity - used) break;
        used += (size_t)length;
    }
    return VS_OK;
}
