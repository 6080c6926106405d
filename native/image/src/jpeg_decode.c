#include <stdlib.h>
#include <string.h>

#include "codecs.h"
#include "exif.h"
#include "jpeg_error.h"

enum {
    MARKER_APP1 = JPEG_APP0 + 1,
    /* A progressive picture needs about ten scans; thousands of them in a small file are an attack on the processor's time. */
    MAX_SCANS = 200
};

/* Lives in the frame of vsi_jpeg_decode, outside the function that calls setjmp, so that nothing in it is lost by a jump. */
typedef struct jpeg_state {
    struct jpeg_decompress_struct codec;
    vsi_jpeg_error error;
    struct jpeg_progress_mgr progress;
    uint8_t *cmyk_row;
} jpeg_state;

static void on_progress(j_common_ptr codec)
{
    if (((j_decompress_ptr)codec)->input_scan_number > MAX_SCANS) {
        vsi_jpeg_error *error = (vsi_jpeg_error *)codec->err;
        snprintf(error->fatal, sizeof error->fatal, "more than %d scans", MAX_SCANS);
        longjmp(error->jump, 1);
    }
}

static int32_t find_orientation(j_decompress_ptr codec)
{
    static const char head[] = "Exif\0"; /* with the terminator: six bytes */
    for (jpeg_saved_marker_ptr marker = codec->marker_list; marker != NULL; marker = marker->next) {
        if (marker->marker == MARKER_APP1 && marker->data_length > sizeof head && memcmp(marker->data, head, sizeof head) == 0) {
            return vsi_exif_orientation(marker->data + sizeof head, marker->data_length - sizeof head);
        }
    }
    return 1;
}

static void cmyk_to_rgb(const uint8_t *cmyk, uint8_t *rgb, int32_t width, int inverted)
{
    for (int32_t x = 0; x < width; x++, cmyk += 4, rgb += 3) {
        for (int c = 0; c < 3; c++) {
            int ink = inverted ? cmyk[c] : 255 - cmyk[c];
            int black = inverted ? cmyk[3] : 255 - cmyk[3];
            rgb[c] = (uint8_t)((ink * black + 127) / 255);
        }
    }
}

static int32_t read_pixels(jpeg_state *state, const vsi_pixels *pixels)
{
    j_decompress_ptr codec = &state->codec;
    int is_cmyk = codec->jpeg_color_space == JCS_CMYK || codec->jpeg_color_space == JCS_YCCK;
    codec->out_color_space = is_cmyk ? JCS_CMYK : pixels->channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    if (is_cmyk) {
        state->cmyk_row = malloc((size_t)pixels->width * 4);
        if (state->cmyk_row == NULL) {
            return vsi_fail(VS_OUT_OF_MEMORY, "no memory for a row of the picture");
        }
    }
    jpeg_start_decompress(codec);
    while (codec->output_scanline < codec->output_height) {
        uint8_t *target = pixels->data + (int64_t)codec->output_scanline * pixels->stride;
        JSAMPROW row = is_cmyk ? state->cmyk_row : target;
        jpeg_read_scanlines(codec, &row, 1);
        if (is_cmyk) {
            /* Adobe's programs, which write nearly all of these, store the inks inverted. */
            cmyk_to_rgb(state->cmyk_row, target, pixels->width, codec->saw_Adobe_marker);
        }
        if (state->error.damage[0] != 0) {
            return vsi_fail(VS_FAILED, "the JPEG is damaged or cut off at row %d of %d: %s", (int)codec->output_scanline - 1,
                            (int)codec->output_height, state->error.damage);
        }
    }
    jpeg_finish_decompress(codec);
    if (state->error.damage[0] != 0) {
        return vsi_fail(VS_FAILED, "the JPEG is damaged or cut off at its end: %s", state->error.damage);
    }
    return VS_OK;
}

static int32_t run(jpeg_state *state, const vsi_input *input, vsi_info *info, const vsi_pixels *pixels)
{
    j_decompress_ptr codec = &state->codec;
    codec->err = vsi_jpeg_error_init(&state->error);
    if (setjmp(state->error.jump)) {
        return vsi_fail(VS_FAILED, "the JPEG cannot be read: %s", state->error.fatal);
    }
    jpeg_create_decompress(codec);
    state->progress.progress_monitor = on_progress;
    codec->progress = &state->progress;
    jpeg_save_markers(codec, MARKER_APP1, 0xffff);
    jpeg_mem_src(codec, (unsigned char *)input->data, input->size);
    jpeg_read_header(codec, TRUE);
    int32_t status = vsi_check_size(codec->image_width, codec->image_height);
    if (status != VS_OK) {
        return status;
    }
    vsi_info found = {
        VSI_JPEG, (int32_t)codec->image_width, (int32_t)codec->image_height,
        codec->jpeg_color_space == JCS_GRAYSCALE ? 1 : 3, 8, find_orientation(codec)
    };
    *info = found;
    if (pixels == NULL) {
        return VS_OK;
    }
    if (pixels->width != found.width || pixels->height != found.height || pixels->channels != found.channels) {
        return vsi_fail(VS_INVALID_ARGUMENT, "the JPEG does not have the shape of the buffer");
    }
    return read_pixels(state, pixels);
}

int32_t vsi_jpeg_decode(const vsi_input *input, vsi_info *info, const vsi_pixels *pixels)
{
    jpeg_state state = {0};
    int32_t status = run(&state, input, info, pixels);
    jpeg_destroy_decompress(&state.codec);
    free(state.cmyk_row);
    return status;
}
