#include <stdlib.h>
#include <string.h>

#include "codecs.h"
#include "exif.h"
#include "png_error.h"

typedef struct png_state {
    png_structp codec;
    png_infop header;
    vsi_png_error error;
    const uint8_t *next;
    size_t left;
    png_bytep *rows;
} png_state;

static void on_read(png_structp codec, png_bytep target, size_t size)
{
    png_state *state = png_get_io_ptr(codec);
    if (size > state->left) {
        png_error(codec, "cut off");
    }
    memcpy(target, state->next, size);
    state->next += size;
    state->left -= size;
}

static int32_t find_orientation(png_state *state)
{
    png_uint_32 size = 0;
    png_bytep block = NULL;
    return png_get_eXIf_1(state->codec, state->header, &size, &block) != 0 ? vsi_exif_orientation(block, size) : 1;
}

/* Asks libpng for 8- or 16-bit little-endian gray, RGB or palette indices without alpha. */
static void request_samples(png_structp codec, int color, int bits, int indices)
{
    if (color == PNG_COLOR_TYPE_PALETTE && indices) {
        png_set_packing(codec);
    } else if (color == PNG_COLOR_TYPE_PALETTE) {
        png_set_palette_to_rgb(codec);
    } else if (bits < 8 && indices) {
        png_set_packing(codec);
    } else if (bits < 8) {
        png_set_expand_gray_1_2_4_to_8(codec);
    }
    if (bits == 16) {
        png_set_swap(codec);
    }
    png_set_strip_alpha(codec);
}

static int32_t read_pixels(png_state *state, const vsi_pixels *pixels)
{
    png_set_interlace_handling(state->codec);
    png_read_update_info(state->codec, state->header);
    size_t row_bytes = (size_t)pixels->width * pixels->channels * (pixels->bits / 8);
    if (png_get_rowbytes(state->codec, state->header) != row_bytes) {
        return vsi_fail(VS_UNSUPPORTED, "the PNG has an unusual kind of sample");
    }
    state->rows = malloc(sizeof *state->rows * (size_t)pixels->height);
    if (state->rows == NULL) {
        return vsi_fail(VS_OUT_OF_MEMORY, "no memory for the rows of the picture");
    }
    for (int32_t y = 0; y < pixels->height; y++) {
        state->rows[y] = pixels->data + y * pixels->stride;
    }
    png_read_image(state->codec, state->rows);
    png_read_end(state->codec, NULL);
    return VS_OK;
}

static int32_t run(png_state *state, const vsi_input *input, vsi_info *info, const vsi_pixels *pixels)
{
    state->codec = png_create_read_struct(PNG_LIBPNG_VER_STRING, &state->error, vsi_png_on_error, vsi_png_on_warning);
    state->header = state->codec == NULL ? NULL : png_create_info_struct(state->codec);
    if (state->header == NULL) {
        return vsi_fail(VS_OUT_OF_MEMORY, "no memory for reading a PNG");
    }
    if (setjmp(png_jmpbuf(state->codec))) {
        return vsi_fail(VS_FAILED, "the PNG cannot be read: %s", state->error.message);
    }
    /* Sizes are checked below, where the message can name them. */
    png_set_user_limits(state->codec, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_chunk_malloc_max(state->codec, 8 << 20);
    png_set_read_fn(state->codec, state, on_read);
    png_read_info(state->codec, state->header);
    png_uint_32 width = png_get_image_width(state->codec, state->header);
    png_uint_32 height = png_get_image_height(state->codec, state->header);
    int32_t status = vsi_check_size(width, height);
    if (status != VS_OK) {
        return status;
    }
    int color = png_get_color_type(state->codec, state->header);
    int bits = png_get_bit_depth(state->codec, state->header);
    int indices = (input->flags & VSI_PALETTE_INDICES) != 0;
    int gray = (color & PNG_COLOR_MASK_COLOR) == 0 || (indices && color == PNG_COLOR_TYPE_PALETTE);
    vsi_info found = {
        VSI_PNG, (int32_t)width, (int32_t)height, gray ? 1 : 3, bits == 16 ? 16 : 8,
        find_orientation(state)
    };
    *info = found;
    if (pixels == NULL) {
        return VS_OK;
    }
    if (pixels->width != found.width || pixels->height != found.height || pixels->channels != found.channels || pixels->bits != found.bits) {
        return vsi_fail(VS_INVALID_ARGUMENT, "the PNG does not have the shape of the buffer");
    }
    request_samples(state->codec, color, bits, indices);
    return read_pixels(state, pixels);
}

int32_t vsi_png_decode(const vsi_input *input, vsi_info *info, const vsi_pixels *pixels)
{
    png_state state = {.next = input->data, .left = input->size};
    int32_t status = run(&state, input, info, pixels);
    png_destroy_read_struct(&state.codec, &state.header, NULL);
    free(state.rows);
    return status;
}
