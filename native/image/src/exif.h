#ifndef VSI_EXIF_H
#define VSI_EXIF_H

#include <stddef.h>
#include <stdint.h>

/* Orientation (1 to 8) told by an EXIF block that begins with its TIFF header ("II*\0" or "MM\0*"); 1 where it tells none or is damaged. */
int32_t vsi_exif_orientation(const uint8_t *data, size_t size);

#endif
