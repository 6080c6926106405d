#include "error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static _Thread_local char last_error[VSI_MESSAGE_CAPACITY];

int32_t vsi_fail(int32_t status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(last_error, sizeof last_error, format, arguments);
    va_end(arguments);
    return status;
}

int32_t vsi_last_error(char *buffer, int32_t capacity)
{
    if (buffer == NULL || capacity < 1) {
        return VS_INVALID_ARGUMENT;
    }
    snprintf(buffer, (size_t)capacity, "%s", last_error);
    return VS_OK;
}

int32_t vsi_check_size(uint64_t width, uint64_t height)
{
    if (width < 1 || height < 1) {
        return vsi_fail(VS_FAILED, "the picture is empty (%llu x %llu)", (unsigned long long)width, (unsigned long long)height);
    }
    if (width > VSI_MAX_SIDE || height > VSI_MAX_SIDE || width * height > VSI_MAX_PIXELS) {
        return vsi_fail(VS_UNSUPPORTED, "the picture is %llu x %llu; the limit is %d pixels a side and %d altogether",
                        (unsigned long long)width, (unsigned long long)height, VSI_MAX_SIDE, VSI_MAX_PIXELS);
    }
    return VS_OK;
}
