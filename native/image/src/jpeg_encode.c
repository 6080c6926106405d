#include "codecs.h"
#include "jpeg_error.h"

/* libjpeg's own memory destination loses its buffer when an error jumps out of it; this one writes into the caller's. */
typedef struct jpeg_destination {
    struct jpeg_destination_mgr base; /* first: libjpeg sees only this */
    vsi_buffer *output;
} jpeg_destination;

typedef struct jpeg_state {
    struct jpeg_compress_struct codec;
    vsi_jpeg_error error;
    jpeg_destination destination;
} jpeg_state;

static void offer_space(j_compress_ptr codec, size_t capacity)
{
    jpeg_destination *destination = (jpeg_destination *)codec->dest;
    vsi_buffer *output = destination->output;
    if (!vsi_buffer_reserve(output, capacity)) {
        vsi_jpeg_error *error = (vsi_jpeg_error *)codec->err;
        snprintf(error->fatal, sizeof error->fatal, "no memory for the encoded picture");
        longjmp(error->jump, 1);
    }
    destination->base.next_output_byte = output->data + output->size;
    destination->base.free_in_buffer = output->capacity - output->size;
}

static void begin(j_compress_ptr codec)
{
    size_t pixels = (size_t)codec->image_width * codec->image_height;
    offer_space(codec, 4096 + pixels / 2);
}

static boolean on_full(j_compress_ptr codec)
{
    vsi_buffer *output = ((jpeg_destination *)codec->dest)->output;
    output->size = output->capacity;
    offer_space(codec, output->capacity + 4096);
    return TRUE;
}

static void end(j_compress_ptr codec)
{
    vsi_buffer *output = ((jpeg_destination *)codec->dest)->output;
    output->size = output->capacity - codec->dest->free_in_buffer;
}

static int32_t run(jpeg_state *state, const vsi_pixels *pixels, int32_t quality, int32_t subsampling, vsi_buffer *output)
{
    j_compress_ptr codec = &state->codec;
    codec->err = vsi_jpeg_error_init(&state->error);
    if (setjmp(state->error.jump)) {
        return vsi_fail(VS_FAILED, "the JPEG cannot be written: %s", state->error.fatal);
    }
    jpeg_create_compress(codec);
    state->destination = (jpeg_destination){
        {.init_destination = begin, .empty_output_buffer = on_full, .term_destination = end}, output
    };
    codec->dest = &state->destination.base;
    codec->image_width = (JDIMENSION)pixels->width;
    codec->image_height = (JDIMENSION)pixels->height;
    codec->input_components = pixels->channels;
    codec->in_color_space = pixels->channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(codec);
    jpeg_set_quality(codec, quality, TRUE);
    if (pixels->channels == 3) {
        codec->comp_info[0].h_samp_factor = subsampling == 444 ? 1 : 2;
        codec->comp_info[0].v_samp_factor = subsampling == 420 ? 2 : 1;
    }
    jpeg_start_compress(codec, TRUE);
    while (codec->next_scanline < codec->image_height) {
        JSAMPROW row = pixels->data + (int64_t)codec->next_scanline * pixels->stride;
        jpeg_write_scanlines(codec, &row, 1);
    }
    jpeg_finish_compress(codec);
    return VS_OK;
}

int32_t vsi_jpeg_encode(const vsi_pixels *pixels, int32_t quality, int32_t subsampling, vsi_buffer *output)
{
    jpeg_state state = {0};
    int32_t status = run(&state, pixels, quality, subsampling, output);
    jpeg_destroy_compress(&state.codec);
    return status;
}
