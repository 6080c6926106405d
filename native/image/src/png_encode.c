#include "codecs.h"
#include "png_error.h"

typedef struct png_state {
    png_structp codec;
    png_infop header;
    vsi_png_error error;
} png_state;

static void on_write(png_structp codec, png_bytep data, size_t size)
{
    if (!vsi_buffer_append(png_get_io_ptr(codec), data, size)) {
        png_error(codec, "no memory for the encoded picture");
    }
}

static void on_flush(png_structp codec)
{
    (void)codec;
}

static int32_t run(png_state *state, const vsi_pixels *pixels, int32_t level, vsi_buffer *output)
{
    state->codec = png_create_write_struct(PNG_LIBPNG_VER_STRING, &state->error, vsi_png_on_error, vsi_png_on_warning);
    state->header = state->codec == NULL ? NULL : png_create_info_struct(state->codec);
    if (state->header == NULL) {
        return vsi_fail(VS_OUT_OF_MEMORY, "no memory for writing a PNG");
    }
    if (setjmp(png_jmpbuf(state->codec))) {
        return vsi_fail(VS_FAILED, "the PNG cannot be written: %s", state->error.message);
    }
    png_set_write_fn(state->codec, output, on_write, on_flush);
    png_set_compression_level(state->codec, level);
    png_set_IHDR(state->codec, state->header, (png_uint_32)pixels->width, (png_uint_32)pixels->height, pixels->bits,
                 pixels->channels == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_write_info(state->codec, state->header);
    if (pixels->bits == 16) {
        png_set_swap(state->codec);
    }
    for (int32_t y = 0; y < pixels->height; y++) {
        png_write_row(state->codec, pixels->data + y * pixels->stride);
    }
    png_write_end(state->codec, NULL);
    return VS_OK;
}

int32_t vsi_png_encode(const vsi_pixels *pixels, int32_t level, vsi_buffer *output)
{
    png_state state = {0};
    int32_t status = run(&state, pixels, level, output);
    png_destroy_write_struct(&state.codec, &state.header);
    return status;
}
