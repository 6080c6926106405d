#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

bool map_memory(monitor *m, const vsm_map *map, char *why, size_t capacity)
{
    int file = open(map->path, O_RDONLY | O_CLOEXEC);
    struct stat facts;
    if (file < 0 || fstat(file, &facts) != 0 || facts.st_size < map->size || map->size < 1) {
        snprintf(why, capacity, "the pictures cannot be reached at '%s': %s", map->path, file < 0 ? strerror(errno) : "the file is shorter than it should be");
        if (file >= 0) close(file);
        return false;
    }

    void *memory = mmap(NULL, (size_t)map->size, PROT_READ, MAP_SHARED, file, 0);
    close(file);
    if (memory == MAP_FAILED) {
        snprintf(why, capacity, "the pictures cannot be mapped: %s", strerror(errno));
        return false;
    }

    if (m->memory) munmap((void *)m->memory, (size_t)m->memory_size);
    m->memory = memory;
    m->memory_size = map->size;
    m->picture.width = 0;
    return true;
}

/* Everything that is sent is checked here: a wrong picture is an answer, not a crash. */
bool picture_is_sound(const monitor *m, const vsm_picture *p, char *why, size_t capacity)
{
    bool numbers = p->width >= 1 && p->height >= 1 && p->width <= 32768 && p->height <= 32768 && p->stride >= p->width && p->stride % 2 == 0 && p->stride <= 65536 &&
                   p->target_width >= 1 && p->target_height >= 1 && p->offset >= 0 && (p->layout == VSM_I420 || p->layout == VSM_NV12);
    int64_t size = numbers ? (int64_t)p->stride * p->height + (int64_t)p->stride * ((p->height + 1) / 2) : 0;
    if (!numbers || !m->memory || p->offset > m->memory_size - size) {
        snprintf(why, capacity, "a picture of %d x %d at %lld does not lie in the %lld bytes there are", p->width, p->height, (long long)p->offset, (long long)m->memory_size);
        return false;
    }

    if (p->matrix == VSM_BT709 && p->range == VSM_FULL) {
        snprintf(why, capacity, "SDL does not know BT.709 in full range");
        return false;
    }

    return true;
}

void planes_of(const monitor *m, const vsm_picture *p, const uint8_t *plane[3], int stride[3])
{
    int chroma_rows = (p->height + 1) / 2, chroma_stride = p->layout == VSM_NV12 ? p->stride : p->stride / 2;
    plane[0] = m->memory + p->offset;
    plane[1] = plane[0] + (int64_t)p->stride * p->height;
    plane[2] = plane[1] + (int64_t)chroma_stride * chroma_rows;
    stride[0] = p->stride;
    stride[1] = stride[2] = chroma_stride;
}

SDL_YUV_CONVERSION_MODE colors_of(const vsm_picture *p)
{
    if (p->range == VSM_FULL) return SDL_YUV_CONVERSION_JPEG;
    return p->matrix == VSM_BT709 ? SDL_YUV_CONVERSION_BT709 : SDL_YUV_CONVERSION_BT601;
}

Uint32 format_of(const vsm_picture *p) { return p->layout == VSM_NV12 ? SDL_PIXELFORMAT_NV12 : SDL_PIXELFORMAT_IYUV; }
