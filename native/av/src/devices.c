#include <dlfcn.h>
#include <libavdevice/avdevice.h>
#include <pthread.h>

#include "internal.h"

#define TEXT(value) #value
#define SONAME(major) "libavdevice.so." TEXT(major)

static pthread_once_t once = PTHREAD_ONCE_INIT;

/* Some fifty libraries come with it, for displays and sound: not for those who only read files. */
static void register_devices(void)
{
    void *library = dlopen(SONAME(LIBAVDEVICE_VERSION_MAJOR), RTLD_NOW | RTLD_LOCAL);
    void (*register_all)(void) = library ? (void (*)(void))dlsym(library, "avdevice_register_all") : NULL;
    if (register_all) register_all();
}

const AVInputFormat *device_find(const char *name)
{
    pthread_once(&once, register_devices);
    return av_find_input_format(name);
}

bool device_is(const AVInputFormat *input) { return input && input->priv_class && AV_IS_INPUT_DEVICE(input->priv_class->category); }
