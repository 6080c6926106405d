// An overlay: the ink of the pixels that share a chroma sample, and what it makes of their samples. Source: src/VideoSeg.Pipeline/Overlay, file by
// file, whose order of operations this is; only fills add up the areas of their edges pixel by pixel instead of along the row.
#pragma once

#include "samples.h"

namespace vsc {

// Opacity, and colour in sample values times opacity.
struct InkOfPixel {
    float alpha, color[3];
};

VSC_HD bool lies_in(const vsc_layer &layer, int32_t x, int32_t y)
{
    return x >= layer.left && x < layer.right && y >= layer.top && y < layer.bottom;
}

// InkBand.Over
VSC_HD void lay_over(InkOfPixel &pixel, float coverage, const float *color)
{
    if (coverage < 1 / 256.0f) {
        return;
    }
    const float rest = 1.0f - coverage;
    pixel.alpha = pixel.alpha * rest + coverage;
    for (int i = 0; i < 3; i++) {
        pixel.color[i] = pixel.color[i] * rest + coverage * color[i];
    }
}

// StrokePainter.MeasureSegment: the squared distance of a pixel's centre to a segment.
VSC_HD float distance_squared(const vsc_point &from, const vsc_point &to, int32_t x, int32_t y)
{
    const float along_x = to.x - from.x, along_y = to.y - from.y;
    const float length = along_x * along_x + along_y * along_y;
    const float inverse = length > 1e-12f ? 1.0f / length : 0.0f;
    const float right = static_cast<float>(x) + 0.5f - from.x, down = static_cast<float>(y) + 0.5f - from.y;
    const float share = held((right * along_x + down * along_y) * inverse, 0.0f, 1.0f);
    const float error_x = right - share * along_x, error_y = down - share * along_y;
    return error_x * error_x + error_y * error_y;
}

// StrokePainter.Paint
VSC_HD float line_coverage(float squared, float half_width, float opacity)
{
    return held(half_width + 0.5f - sqrtf(squared), 0.0f, 1.0f) * opacity;
}

// PolygonPainter.AddEdge: what an edge adds to the covered area of a pixel; upper lies above lower.
VSC_HD float edge_area(const vsc_point &upper, const vsc_point &lower, float sign, const vsc_layer &layer, int32_t x, int32_t y)
{
    const float y0 = larger(upper.y, static_cast<float>(y)), y1 = smaller(lower.y, static_cast<float>(y + 1));
    if (y1 <= y0) {
        return 0.0f;
    }
    const float slope = (lower.x - upper.x) / (lower.y - upper.y);
    const float left = static_cast<float>(layer.left), right = static_cast<float>(layer.right);
    const float a = held(upper.x + (y0 - upper.y) * slope, left, right), b = held(upper.x + (y1 - upper.y) * slope, left, right);
    const float x0 = smaller(a, b), x1 = larger(a, b), height = sign * (y1 - y0);
    const int32_t first = static_cast<int32_t>(x0), last = static_cast<int32_t>(x1);
    if (x < first) {
        return 0.0f;
    }
    if (x > last) {
        return height;
    }
    if (first == last) {
        return height * (1.0f - ((x0 + x1) / 2.0f - static_cast<float>(first)));
    }
    const float per_pixel = height / (x1 - x0);
    const float begin = larger(x0, static_cast<float>(x)), end = smaller(x1, static_cast<float>(x + 1));
    return (begin - x0) * per_pixel + (end - begin) * per_pixel * (static_cast<float>(x + 1) - (begin + end) / 2.0f);
}

// PlatePainter.Paint
VSC_HD float plate_coverage(const vsc_layer &layer, int32_t x, int32_t y)
{
    const float centre_x = (layer.minimum[0] + layer.maximum[0]) / 2.0f, centre_y = (layer.minimum[1] + layer.maximum[1]) / 2.0f;
    const float inner_x = (layer.maximum[0] - layer.minimum[0]) / 2.0f - layer.radius, inner_y = (layer.maximum[1] - layer.minimum[1]) / 2.0f - layer.radius;
    const float down = larger(fabsf(static_cast<float>(y) + 0.5f - centre_y) - inner_y, 0.0f);
    const float right = larger(fabsf(static_cast<float>(x) + 0.5f - centre_x) - inner_x, 0.0f);
    const float outside = sqrtf(right * right + down * down) - layer.radius;
    return held(0.5f - outside, 0.0f, 1.0f) * layer.opacity;
}

// ProbabilityResizer.Position
VSC_HD int32_t position(int32_t target, int32_t targets, int32_t samples, float &fraction)
{
    const double centre = (static_cast<double>(target) + 0.5) * samples / targets - 0.5;
    const double place = centre > 0.0 ? centre : 0.0;
    const int32_t index = smaller(static_cast<int32_t>(place), samples - 1);
    fraction = static_cast<float>(place - index);
    return index;
}

// All planes together: ForegroundPlane.Sum.
VSC_HD float together(const vsc_overlay &overlay, int32_t x, int32_t y)
{
    const int64_t at = static_cast<int64_t>(y) * overlay.plane_width + x;
    float found = 0.0f;
    for (int32_t k = 0; k < overlay.planes; k++) {
        const int64_t index = overlay.plane_stride * k + at;
        const float value = overlay.probability_type == VSC_F16 ? to_float(static_cast<const Half *>(overlay.probabilities)[index])
                                                                : static_cast<const float *>(overlay.probabilities)[index];
        found = k == 0 ? value : smaller(found + value, 1.0f);
    }
    return found;
}

// HeatmapPainter.PaintRow
VSC_HD void paint_heat(const vsc_overlay &overlay, const vsc_layer &layer, int32_t x, int32_t y, InkOfPixel &pixel)
{
    float across = 0.0f, down = 0.0f;
    const int32_t left = position(x - layer.left, layer.right - layer.left, overlay.plane_width, across);
    const int32_t top = position(y - layer.top, layer.bottom - layer.top, overlay.plane_height, down);
    const int32_t right = smaller(left + 1, overlay.plane_width - 1), bottom = smaller(top + 1, overlay.plane_height - 1);
    const float a = together(overlay, left, top), b = together(overlay, right, top);
    const float c = together(overlay, left, bottom), d = together(overlay, right, bottom);
    const float upper = a + (b - a) * across, lower = c + (d - c) * across;
    const float p = upper + (lower - upper) * down;
    const float opacity = larger((p - 0.05f) * (0.5f / (1.0f - 0.05f)), 0.0f);
    if (opacity == 0.0f) {
        return;
    }
    const float to_middle = smaller(p * 2.0f, 1.0f), to_high = larger(p * 2.0f - 1.0f, 0.0f);
    pixel.alpha = opacity;
    for (int i = 0; i < 3; i++) {
        pixel.color[i] = opacity * (layer.first[i] + to_middle * (layer.second[i] - layer.first[i]) + to_high * (layer.third[i] - layer.second[i]));
    }
}

// The pixels of one chroma sample, from (x, y) on: 2^ShiftX by 2^ShiftY, or fewer at the picture's edges.
template <int ShiftX, int ShiftY>
struct Block {
    static constexpr int columns = 1 << ShiftX, rows = 1 << ShiftY, size = columns * rows;
    int32_t x, y;
    InkOfPixel pixels[size];

    VSC_HD int32_t x_of(int i) const { return x + (i & (columns - 1)); }
    VSC_HD int32_t y_of(int i) const { return y + (i >> ShiftX); }

    VSC_HD bool meets(int32_t left, int32_t top, int32_t right, int32_t bottom) const
    {
        return x < right && x + columns > left && y < bottom && y + rows > top;
    }

    // Whether a path's points are there, and it comes near these pixels.
    VSC_HD bool is_drawn(const vsc_overlay &overlay, const vsc_path &path) const
    {
        return path.first_point >= 0 && path.point_count >= 1 && path.point_count <= overlay.point_count - path.first_point
               && meets(path.left, path.top, path.right, path.bottom);
    }

    VSC_HD void paint_strokes(const vsc_overlay &overlay, const vsc_layer &layer)
    {
        const float reach = layer.half_width + (layer.second_opacity > 0.0f ? layer.casing_width : 0.0f) + 0.5f;
        float squared[size];
        VSC_UNROLL
        for (int i = 0; i < size; i++) {
            squared[i] = 1e9f;
        }
        const int32_t end = smaller(overlay.path_count, layer.first_path + layer.path_count);
        for (int32_t k = larger(layer.first_path, 0); k < end; k++) {
            const vsc_path path = overlay.paths[k];
            if (!is_drawn(overlay, path)) {
                continue;
            }
            const vsc_point *points = overlay.points + path.first_point;
            vsc_point from = points[path.is_closed ? path.point_count - 1 : 0];
            for (int32_t j = 0; j < path.point_count; j++) {
                const vsc_point to = points[j];
                // Farther away than anything that is painted.
                const bool is_far = larger(from.x, to.x) + reach < static_cast<float>(x) || smaller(from.x, to.x) - reach > static_cast<float>(x + columns)
                                    || larger(from.y, to.y) + reach < static_cast<float>(y) || smaller(from.y, to.y) - reach > static_cast<float>(y + rows);
                if (!is_far) {
                    VSC_UNROLL
                    for (int i = 0; i < size; i++) {
                        squared[i] = smaller(squared[i], distance_squared(from, to, x_of(i), y_of(i)));
                    }
                }
                from = to;
            }
        }
        VSC_UNROLL
        for (int i = 0; i < size; i++) {
            if (lies_in(layer, x_of(i), y_of(i))) {
                if (layer.second_opacity > 0.0f) {
                    lay_over(pixels[i], line_coverage(squared[i], layer.half_width + layer.casing_width, layer.second_opacity), layer.second);
                }
                lay_over(pixels[i], line_coverage(squared[i], layer.half_width, layer.opacity), layer.first);
            }
        }
    }

    VSC_HD void paint_fill(const vsc_overlay &overlay, const vsc_layer &layer)
    {
        float area[size];
        VSC_UNROLL
        for (int i = 0; i < size; i++) {
            area[i] = 0.0f;
        }
        const int32_t end = smaller(overlay.path_count, layer.first_path + layer.path_count);
        for (int32_t k = larger(layer.first_path, 0); k < end; k++) {
            const vsc_path path = overlay.paths[k];
            if (!is_drawn(overlay, path)) {
                continue;
            }
            const vsc_point *points = overlay.points + path.first_point;
            vsc_point from = points[path.point_count - 1];
            for (int32_t j = 0; j < path.point_count; j++) {
                const vsc_point to = points[j];
                VSC_UNROLL
                for (int i = 0; i < size; i++) {
                    if (from.y < to.y) {
                        area[i] += edge_area(from, to, 1.0f, layer, x_of(i), y_of(i));
                    } else if (from.y > to.y) {
                        area[i] += edge_area(to, from, -1.0f, layer, x_of(i), y_of(i));
                    }
                }
                from = to;
            }
        }
        VSC_UNROLL
        for (int i = 0; i < size; i++) {
            if (lies_in(layer, x_of(i), y_of(i))) {
                lay_over(pixels[i], smaller(fabsf(area[i]), 1.0f) * layer.opacity, layer.first);
            }
        }
    }

    VSC_HD void paint(const vsc_overlay &overlay)
    {
        VSC_UNROLL
        for (int i = 0; i < size; i++) {
            pixels[i] = {0.0f, {0.0f, 0.0f, 0.0f}};
        }
        for (int32_t k = 0; k < overlay.layer_count; k++) {
            const vsc_layer layer = overlay.layers[k];
            if (!meets(layer.left, layer.top, layer.right, layer.bottom)) {
                continue;
            }
            if (layer.kind == VSC_STROKES) {
                paint_strokes(overlay, layer);
            } else if (layer.kind == VSC_FILL) {
                paint_fill(overlay, layer);
            } else {
                VSC_UNROLL
                for (int i = 0; i < size; i++) {
                    if (lies_in(layer, x_of(i), y_of(i))) {
                        if (layer.kind == VSC_PLATE) {
                            lay_over(pixels[i], plate_coverage(layer, x_of(i), y_of(i)), layer.first);
                        } else if (overlay.probabilities != nullptr) {
                            paint_heat(overlay, layer, x_of(i), y_of(i), pixels[i]);
                        }
                    }
                }
            }
        }
    }

    // InkBand.Keep; what lies outside the picture has no ink either.
    VSC_HD void keep(const vsc_overlay &overlay)
    {
        VSC_UNROLL
        for (int i = 0; i < size; i++) {
            const int32_t column = x_of(i), row = y_of(i);
            const bool is_inside = column < overlay.width && row < overlay.height;
            if (!is_inside || (overlay.rows != nullptr && (column < overlay.rows[2 * row] || column >= overlay.rows[2 * row + 1]))) {
                pixels[i] = {0.0f, {0.0f, 0.0f, 0.0f}};
            }
        }
    }
};

// PlaneBlender.Mix
VSC_HD void blend(const vsc_samples &samples, int32_t x, int32_t y, float alpha, float color)
{
    if (alpha == 0.0f) {
        return;
    }
    uint8_t *p = address(samples, x, y);
    const float sample = static_cast<float>(stored(samples, p) >> samples.shift);
    const uint32_t mixed = static_cast<uint32_t>(static_cast<int32_t>(sample - sample * alpha + color + 0.5f)) << samples.shift;
    p[0] = static_cast<uint8_t>(mixed);
    if (samples.is_word) {
        p[1] = static_cast<uint8_t>(mixed >> 8);
    }
}

template <int ShiftX, int ShiftY>
struct Draw {
    vsc_overlay overlay;
    int32_t first_column, first_row, columns; // of the blocks

    VSC_HD void operator()(uint32_t index) const
    {
        using Pixels = Block<ShiftX, ShiftY>;
        const uint32_t row = index / static_cast<uint32_t>(columns);
        const int32_t block_y = first_row + static_cast<int32_t>(row);
        const int32_t block_x = first_column + static_cast<int32_t>(index - row * static_cast<uint32_t>(columns));
        Pixels block;
        block.x = block_x << ShiftX;
        block.y = block_y << ShiftY;
        block.paint(overlay);
        block.keep(overlay);
        VSC_UNROLL
        for (int i = 0; i < Pixels::size; i++) {
            if (block.x_of(i) < overlay.width && block.y_of(i) < overlay.height) {
                blend(overlay.samples[0], block.x_of(i), block.y_of(i), block.pixels[i].alpha, block.pixels[i].color[0]);
            }
        }
        if (overlay.components == 3) {
            average(block, block_x, block_y, 1);
            average(block, block_x, block_y, 2);
        }
    }

    // InkFootprint.Average: the last pixel of a picture of odd width stands for the one that is missing.
    VSC_HD void average(const Block<ShiftX, ShiftY> &block, int32_t x, int32_t y, int component) const
    {
        using Pixels = Block<ShiftX, ShiftY>;
        const int32_t rows = smaller(Pixels::rows, overlay.height - block.y);
        const bool is_cut = ShiftX == 1 && block.x + 1 >= overlay.width;
        const float share = 1.0f / static_cast<float>(rows << ShiftX);
        float alpha[Pixels::columns], color[Pixels::columns];
        VSC_UNROLL
        for (int column = 0; column < Pixels::columns; column++) {
            alpha[column] = 0.0f;
            color[column] = 0.0f;
            VSC_UNROLL
            for (int row = 0; row < Pixels::rows; row++) {
                if (row < rows) {
                    const InkOfPixel &pixel = block.pixels[row * Pixels::columns + column];
                    alpha[column] += pixel.alpha * share;
                    color[column] += pixel.color[component] * share;
                }
            }
        }
        if (ShiftX == 0) {
            blend(overlay.samples[component], x, y, alpha[0], color[0]);
        } else {
            blend(overlay.samples[component], x, y, alpha[0] + alpha[is_cut ? 0 : Pixels::columns - 1], color[0] + color[is_cut ? 0 : Pixels::columns - 1]);
        }
    }
};

}  // namespace vsc
