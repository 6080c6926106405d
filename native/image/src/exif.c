#include "exif.h"

enum { TAG_ORIENTATION = 0x0112, TYPE_SHORT = 3, ENTRY_SIZE = 12 };

static uint32_t read_word(const uint8_t *p, int size, int big_endian)
{
    uint32_t value = 0;
    for (int i = 0; i < size; i++) {
        value |= (uint32_t)p[i] << 8 * (big_endian ? size - 1 - i : i);
    }
    return value;
}

int32_t vsi_exif_orientation(const uint8_t *data, size_t size)
{
    if (size < 8 || data[0] != data[1] || (data[0] != 'I' && data[0] != 'M')) {
        return 1;
    }
    int big_endian = data[0] == 'M';
    if (read_word(data + 2, 2, big_endian) != 42) {
        return 1;
    }
    size_t directory = read_word(data + 4, 4, big_endian);
    if (directory > size - 2) {
        return 1;
    }
    size_t entries = read_word(data + directory, 2, big_endian);
    for (size_t i = 0; i < entries; i++) {
        size_t at = directory + 2 + i * ENTRY_SIZE;
        if (at + ENTRY_SIZE > size) {
            return 1;
        }
        if (read_word(data + at, 2, big_endian) == TAG_ORIENTATION && read_word(data + at + 2, 2, big_endian) == TYPE_SHORT) {
            uint32_t value = read_word(data + at + 8, 2, big_endian);
            return value >= 1 && value <= 8 ? (int32_t)value : 1;
        }
    }
    return 1;
}
