#include <stdlib.h>
#include <string.h>

#include "codecs.h"
#include "tiff_memory.h"

enum { MAX_SAMPLES = 8 };

typedef struct tiff_state {
    TIFF *tiff;
    vsi_tiff_memory memory;
    uint16_t bits, samples, photometric, planar, format;
    uint16_t *palette[3]; /* libtiff's; palette pictures only */
    int indices;          /* deliver palette indices */
    uint8_t *block;       /* one strip or tile */
    uint32_t *raster;     /* pictures that libtiff converts */
} tiff_state;

static int32_t fail(tiff_state *state)
{
    return vsi_fail(VS_FAILED, "the TIFF cannot be read: %s", state->memory.message[0] != 0 ? state->memory.message : "cut off");
}

/* Gray, RGB and palette are read here; colour models that need arithmetic (YCbCr, CMYK, L*a*b*) are left to libtiff. */
static int is_direct(const tiff_state *state)
{
    switch (state->photometric) {
    case PHOTOMETRIC_MINISBLACK:
    case PHOTOMETRIC_MINISWHITE:
        return 1;
    case PHOTOMETRIC_RGB:
        return state->samples >= 3;
    case PHOTOMETRIC_PALETTE:
        return state->bits <= 8;
    default:
        return 0;
    }
}

static int32_t read_header(tiff_state *state, const vsi_input *input, vsi_info *info)
{
    uint32_t width = 0, height = 0;
    uint16_t orientation = ORIENTATION_TOPLEFT;
    TIFF *tiff = state->tiff;
    if (!TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &width) || !TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &height) ||
        !TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &state->photometric)) {
        return vsi_fail(VS_FAILED, "the TIFF does not say its size or its colour model");
    }
    int32_t status = vsi_check_size(width, height);
    if (status != VS_OK) {
        return status;
    }
    TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &state->bits);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &state->samples);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &state->planar);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &state->format);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_ORIENTATION, &orientation);
    int direct = is_direct(state);
    int bits_known = state->bits == 8 || state->bits == 16 || (state->samples == 1 && (state->bits == 1 || state->bits == 2 || state->bits == 4));
    if (state->format != SAMPLEFORMAT_UINT && state->format != SAMPLEFORMAT_VOID) {
        return vsi_fail(VS_UNSUPPORTED, "the TIFF holds signed or floating-point samples; expected unsigned integers of up to 16 bits");
    }
    if (!bits_known || state->samples < 1 || state->samples > MAX_SAMPLES || (!direct && state->bits != 8)) {
        return vsi_fail(VS_UNSUPPORTED, "the TIFF has %d samples of %d bits with colour model %d; expected gray, RGB or palette of up to 16 bits",
                        state->samples, state->bits, state->photometric);
    }
    if (state->photometric == PHOTOMETRIC_PALETTE &&
        !TIFFGetField(tiff, TIFFTAG_COLORMAP, &state->palette[0], &state->palette[1], &state->palette[2])) {
        return vsi_fail(VS_FAILED, "the TIFF's palette is missing");
    }
    state->indices = (input->flags & VSI_PALETTE_INDICES) != 0 && state->photometric == PHOTOMETRIC_PALETTE;
    int gray = state->photometric == PHOTOMETRIC_MINISBLACK || state->photometric == PHOTOMETRIC_MINISWHITE || state->indices;
    vsi_info found = {
        VSI_TIFF, (int32_t)width, (int32_t)height, gray ? 1 : 3, state->bits == 16 ? 16 : 8,
        orientation >= 1 && orientation <= 8 ? orientation : 1
    };
    *info = found;
    return VS_OK;
}

static unsigned sample_at(const tiff_state *state, const uint8_t *row, size_t index)
{
    switch (state->bits) {
    case 16:
        return ((const uint16_t *)row)[index]; /* libtiff has put it into the host's order */
    case 8:
        return row[index];
    default: {
        size_t bit = index * state->bits;
        return (row[bit / 8] >> (8 - state->bits - bit % 8)) & ((1u << state->bits) - 1);
    }
    }
}

static void store(const vsi_pixels *pixels, uint8_t *row, size_t index, unsigned value)
{
    if (pixels->bits == 16) {
        row[2 * index] = (uint8_t)value;
        row[2 * index + 1] = (uint8_t)(value >> 8);
    } else {
        row[index] = (uint8_t)value;
    }
}

/* Copies count pixels of a decoded row to (x, y). plane: which component a row of separate planes holds. */
static void copy_row(const tiff_state *state, const vsi_pixels *pixels, const uint8_t *source, int32_t x, int32_t y, int32_t count, int plane)
{
    uint8_t *target = pixels->data + y * pixels->stride;
    unsigned top = (1u << state->bits) - 1;
    int separate = state->planar == PLANARCONFIG_SEPARATE;
    size_t step = separate ? 1 : state->samples;
    for (int32_t i = 0; i < count; i++) {
        size_t from = (size_t)i * step;
        size_t to = (size_t)(x + i) * pixels->channels;
        if (state->photometric == PHOTOMETRIC_RGB) {
            for (int c = 0; c < (separate ? 1 : 3); c++) {
                store(pixels, target, to + (separate ? plane : c), sample_at(state, source, from + c));
            }
            continue;
        }
        unsigned value = sample_at(state, source, from);
        if (state->indices) {
            target[to] = (uint8_t)value;
        } else if (state->photometric == PHOTOMETRIC_PALETTE) {
            for (int c = 0; c < 3; c++) {
                target[to + c] = (uint8_t)(state->palette[c][value] >> 8);
            }
        } else {
            value = state->photometric == PHOTOMETRIC_MINISWHITE ? top - value : value;
            store(pixels, target, to, state->bits < 8 ? value * (255 / top) : value);
        }
    }
}

static int32_t allocate_block(tiff_state *state, tmsize_t size)
{
    if (size <= 0) {
        return fail(state);
    }
    state->block = malloc((size_t)size);
    return state->block != NULL ? VS_OK : vsi_fail(VS_OUT_OF_MEMORY, "no memory for a part of the picture");
}

static int32_t read_strips(tiff_state *state, const vsi_pixels *pixels, int planes)
{
    uint32_t rows = 0;
    TIFFGetFieldDefaulted(state->tiff, TIFFTAG_ROWSPERSTRIP, &rows);
    rows = rows < 1 || rows > (uint32_t)pixels->height ? (uint32_t)pixels->height : rows;
    tmsize_t row_bytes = TIFFScanlineSize(state->tiff);
    int32_t status = allocate_block(state, TIFFStripSize(state->tiff));
    for (int plane = 0; status == VS_OK && plane < planes; plane++) {
        for (uint32_t y = 0; y < (uint32_t)pixels->height; y += rows) {
            uint32_t count = rows < pixels->height - y ? rows : pixels->height - y;
            tmsize_t wanted = row_bytes * (tmsize_t)count;
            if (TIFFReadEncodedStrip(state->tiff, TIFFComputeStrip(state->tiff, y, (uint16_t)plane), state->block, wanted) != wanted) {
                return fail(state);
            }
            for (uint32_t i = 0; i < count; i++) {
                copy_row(state, pixels, state->block + row_bytes * i, 0, (int32_t)(y + i), pixels->width, plane);
            }
        }
    }
    return status;
}

static int32_t read_tiles(tiff_state *state, const vsi_pixels *pixels, int planes)
{
    uint32_t tile_width = 0, tile_height = 0;
    if (!TIFFGetField(state->tiff, TIFFTAG_TILEWIDTH, &tile_width) || !TIFFGetField(state->tiff, TIFFTAG_TILELENGTH, &tile_height)) {
        return fail(state);
    }
    int32_t status = vsi_check_size(tile_width, tile_height);
    if (status != VS_OK) {
        return status;
    }
    tmsize_t size = TIFFTileSize(state->tiff);
    tmsize_t row_bytes = TIFFTileRowSize(state->tiff);
    status = allocate_block(state, size);
    for (int plane = 0; status == VS_OK && plane < planes; plane++) {
        for (uint32_t y = 0; y < (uint32_t)pixels->height; y += tile_height) {
            for (uint32_t x = 0; x < (uint32_t)pixels->width; x += tile_width) {
                uint32_t tile = TIFFComputeTile(state->tiff, x, y, 0, (uint16_t)plane);
                if (TIFFReadEncodedTile(state->tiff, tile, state->block, size) != size) {
                    return fail(state);
                }
                uint32_t columns = tile_width < pixels->width - x ? tile_width : pixels->width - x;
                for (uint32_t i = 0; i < tile_height && y + i < (uint32_t)pixels->height; i++) {
                    copy_row(state, pixels, state->block + row_bytes * i, (int32_t)x, (int32_t)(y + i), (int32_t)columns, plane);
                }
            }
        }
    }
    return status;
}

static int32_t read_converted(tiff_state *state, const vsi_pixels *pixels, int32_t orientation)
{
    char reason[1024] = "";
    if (!TIFFRGBAImageOK(state->tiff, reason)) {
        return vsi_fail(VS_UNSUPPORTED, "the TIFF cannot be read: %s", reason);
    }
    state->raster = malloc((size_t)pixels->width * pixels->height * sizeof *state->raster);
    if (state->raster == NULL) {
        return vsi_fail(VS_OUT_OF_MEMORY, "no memory for the picture");
    }
    /* Asking for the file's own orientation leaves the rows as they are stored. */
    if (!TIFFReadRGBAImageOriented(state->tiff, (uint32_t)pixels->width, (uint32_t)pixels->height, state->raster, orientation, 1) ||
        state->memory.message[0] != 0) {
        return fail(state);
    }
    for (int32_t y = 0; y < pixels->height; y++) {
        uint8_t *target = pixels->data + y * pixels->stride;
        for (int32_t x = 0; x < pixels->width; x++, target += 3) {
            uint32_t pixel = state->raster[(size_t)y * pixels->width + x];
            target[0] = (uint8_t)TIFFGetR(pixel);
            target[1] = (uint8_t)TIFFGetG(pixel);
            target[2] = (uint8_t)TIFFGetB(pixel);
        }
    }
    return VS_OK;
}

static int32_t run(tiff_state *state, const vsi_input *input, vsi_info *info, const vsi_pixels *pixels)
{
    state->tiff = vsi_tiff_open(&state->memory);
    if (state->tiff == NULL) {
        return fail(state);
    }
    int32_t status = read_header(state, input, info);
    if (status != VS_OK || pixels == NULL) {
        return status;
    }
    if (pixels->width != info->width || pixels->height != info->height || pixels->channels != info->channels || pixels->bits != info->bits) {
        return vsi_fail(VS_INVALID_ARGUMENT, "the TIFF does not have the shape of the buffer");
    }
    if (!is_direct(state)) {
        return read_converted(state, pixels, info->orientation);
    }
    int planes = state->planar == PLANARCONFIG_SEPARATE && state->photometric == PHOTOMETRIC_RGB ? 3 : 1;
    return TIFFIsTiled(state->tiff) ? read_tiles(state, pixels, planes) : read_strips(state, pixels, planes);
}

int32_t vsi_tiff_decode(const vsi_input *input, vsi_info *info, const vsi_pixels *pixels)
{
    tiff_state state = {.memory = {.input = input->data, .input_size = input->size}};
    int32_t status = run(&state, input, info, pixels);
    if (state.tiff != NULL) {
        TIFFClose(state.tiff);
    }
    free(state.block);
    free(state.raster);
    return status;
}
