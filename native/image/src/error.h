/* The calling thread's last message. */
#ifndef VSI_ERROR_H
#define VSI_ERROR_H

#include <videoseg_image.h>

enum { VSI_MESSAGE_CAPACITY = 512 };

/* Keeps a formatted message for the calling thread and returns the status, so that a caller can write `return vsi_fail(...)`. */
int32_t vsi_fail(int32_t status, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Fails unless width x height is within the limits. */
int32_t vsi_check_size(uint64_t width, uint64_t height);

#endif
