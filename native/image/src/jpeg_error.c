#include "jpeg_error.h"

#include <jerror.h>

static void on_error(j_common_ptr codec)
{
    vsi_jpeg_error *error = (vsi_jpeg_error *)codec->err;
    codec->err->format_message(codec, error->fatal);
    longjmp(error->jump, 1);
}

static int is_harmless(int code)
{
    return code == JWRN_EXTRANEOUS_DATA || code == JWRN_ADOBE_XFORM || code == JWRN_JFIF_MAJOR || code == JWRN_BOGUS_ICC;
}

static void on_message(j_common_ptr codec, int level)
{
    vsi_jpeg_error *error = (vsi_jpeg_error *)codec->err;
    if (level < 0 && error->damage[0] == 0 && !is_harmless(codec->err->msg_code)) {
        codec->err->format_message(codec, error->damage);
    }
}

static void discard_message(j_common_ptr codec)
{
    (void)codec;
}

struct jpeg_error_mgr *vsi_jpeg_error_init(vsi_jpeg_error *error)
{
    struct jpeg_error_mgr *base = jpeg_std_error(&error->base);
    base->error_exit = on_error;
    base->emit_message = on_message;
    base->output_message = discard_message;
    error->damage[0] = 0;
    error->fatal[0] = 0;
    return base;
}
