/* A video device for tests, preloaded into a process: FFmpeg's own demuxer opens and reads it, only the kernel's side is played here.
 * The file that VIDEOSEG_FAKE_V4L2 names says how the device is: "on", "silent" (no picture comes) or "gone" (unplugged). It stands at /dev/video97
 * and gives YUYV of any size at 50 pictures a second, each a plain gray that grows from picture to picture. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define DEVICE "/dev/video97"
#define BUFFERS 4

static int device = -1;
static unsigned width = 640, height = 480, sequence;
static unsigned char *memory;
static int queued[BUFFERS], count;
static double due;

static size_t bytes(void) { return (size_t)width * height * 2; }

/* From one picture's memory to the next: whole pages, as they are mapped one by one. */
static size_t stride(void) { return (bytes() + 4095) / 4096 * 4096; }

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int is(const char *state)
{
    char text[16] = "";
    FILE *file = fopen(getenv("VIDEOSEG_FAKE_V4L2"), "r");
    if (file) {
        if (!fgets(text, sizeof text, file)) text[0] = 0;
        fclose(file);
    }
    return strncmp(text, state, strlen(state)) == 0;
}

static int fail(int error)
{
    errno = error;
    return -1;
}

static int open_device(void)
{
    if (is("gone")) return fail(ENOENT);
    memory = NULL;
    count = 0;
    return device = memfd_create("v4l2", 0);
}

int open64(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    int mode = va_arg(arguments, int);
    va_end(arguments);
    if (!strcmp(path, DEVICE)) return open_device();
    int (*real)(const char *, int, ...) = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open64");
    return real(path, flags, mode);
}

int open(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    int mode = va_arg(arguments, int);
    va_end(arguments);
    return open64(path, flags, mode);
}

static int set_format(struct v4l2_format *format)
{
    if (format->type != V4L2_BUF_TYPE_VIDEO_CAPTURE) return fail(EINVAL);
    if (format->fmt.pix.width) {
        width = format->fmt.pix.width;
        height = format->fmt.pix.height;
    }
    format->fmt.pix.width = width;
    format->fmt.pix.height = height;
    format->fmt.pix.pixelformat = V4L2_PIX_FMT_YUYV;
    format->fmt.pix.field = V4L2_FIELD_NONE;
    format->fmt.pix.bytesperline = width * 2;
    format->fmt.pix.sizeimage = (unsigned)bytes();
    return 0;
}

static int request(struct v4l2_requestbuffers *buffers)
{
    buffers->count = BUFFERS;
    if (ftruncate(device, (off_t)(BUFFERS * stride())) < 0) return -1;
    memory = mmap(NULL, BUFFERS * stride(), PROT_READ | PROT_WRITE, MAP_SHARED, device, 0);
    return memory == MAP_FAILED ? -1 : 0;
}

static int dequeue(struct v4l2_buffer *buffer)
{
    if (is("gone")) return fail(ENODEV);
    if (is("silent")) {
        due = now();
        return fail(EAGAIN);
    }
    if (!count || now() < due) return fail(EAGAIN);
    due += 0.02;
    int index = queued[0];
    memmove(queued, queued + 1, sizeof(int) * (size_t)--count);
    unsigned char *picture = memory + (size_t)index * stride();
    for (size_t i = 0; i < bytes(); i += 2) {
        picture[i] = (unsigned char)(16 + sequence % 200);
        picture[i + 1] = 128;
    }
    buffer->index = (unsigned)index;
    buffer->bytesused = (unsigned)bytes();
    buffer->sequence = sequence++;
    double time = now();
    buffer->timestamp = (struct timeval){(long)time, (long)((time - (long)time) * 1e6)};
    buffer->flags = V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC;
    return 0;
}

static int play(unsigned long what, void *argument)
{
    switch (what) {
    case VIDIOC_QUERYCAP: {
        struct v4l2_capability *ability = argument;
        memset(ability, 0, sizeof *ability);
        ability->capabilities = ability->device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
        return 0;
    }
    case VIDIOC_G_INPUT: *(int *)argument = 0; return 0;
    case VIDIOC_ENUMINPUT: return ((struct v4l2_input *)argument)->index ? fail(EINVAL) : 0;
    case VIDIOC_G_FMT: ((struct v4l2_format *)argument)->fmt.pix.width = 0; return set_format(argument);
    case VIDIOC_S_FMT:
    case VIDIOC_TRY_FMT: return set_format(argument);
    case VIDIOC_G_PARM:
    case VIDIOC_S_PARM: {
        struct v4l2_streamparm *parameters = argument;
        parameters->parm.capture.capability = V4L2_CAP_TIMEPERFRAME;
        parameters->parm.capture.timeperframe = (struct v4l2_fract){1, 50};
        return 0;
    }
    case VIDIOC_REQBUFS: return request(argument);
    case VIDIOC_QUERYBUF: {
        struct v4l2_buffer *buffer = argument;
        buffer->length = (unsigned)bytes();
        buffer->m.offset = buffer->index * (unsigned)stride();
        return 0;
    }
    case VIDIOC_QBUF: queued[count++] = (int)((struct v4l2_buffer *)argument)->index; return 0;
    case VIDIOC_STREAMON: due = now(); return 0;
    case VIDIOC_STREAMOFF: return 0;
    case VIDIOC_DQBUF: return dequeue(argument);
    default: return fail(ENOTTY);
    }
}

int ioctl(int file, unsigned long what, ...)
{
    va_list arguments;
    va_start(arguments, what);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    if (file == device && device >= 0) return play(what, argument);
    int (*real)(int, unsigned long, ...) = (int (*)(int, unsigned long, ...))dlsym(RTLD_NEXT, "ioctl");
    return real(file, what, argument);
}

int close(int file)
{
    if (file == device) device = -1;
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "close");
    return real(file);
}
