// Overlays.
#include "draw.h"
#include "launch.h"

namespace vsc {

namespace {

void check_overlay(const vsc_overlay &o)
{
    require(o.components == 1 || o.components == 3, "expected 1 or 3 components, got " + text(o.components));
    require(o.width > 0 && o.height > 0, "expected a picture of at least one pixel, got " + text(o.width) + " x " + text(o.height));
    require((o.shift_x == 0 || o.shift_x == 1) && (o.shift_y == 0 || o.shift_y == 1),
        "expected chroma of the full or half resolution, got shifts of " + text(o.shift_x) + " and " + text(o.shift_y));
    for (int c = 0; c < o.components; c++) {
        check_samples(o.samples[c], c);
        const int32_t width = c == 0 ? o.width : (o.width + o.shift_x) >> o.shift_x, height = c == 0 ? o.height : (o.height + o.shift_y) >> o.shift_y;
        require(o.samples[c].width == width && o.samples[c].height == height,
            "component " + text(c) + ": expected " + text(width) + " x " + text(height) + " samples, got " + text(o.samples[c].width) + " x "
                + text(o.samples[c].height));
    }
    require(o.left >= 0 && o.top >= 0 && o.right <= o.width && o.bottom <= o.height,
        "expected to draw within " + text(o.width) + " x " + text(o.height) + ", got " + text(o.left) + ", " + text(o.top) + " to " + text(o.right) + ", "
            + text(o.bottom));
    require(o.layer_count >= 0 && o.path_count >= 0 && o.point_count >= 0, "expected counts of 0 or more");
    constexpr int32_t limit = 1 << 24;
    require(o.layer_count <= limit && o.path_count <= limit && o.point_count <= limit, "expected at most " + text(limit) + " layers, paths and points");
    if (o.layer_count > 0) {
        require_aligned(o.layers, 4, "layers");
    }
    if (o.path_count > 0) {
        require_aligned(o.paths, 4, "paths");
    }
    if (o.point_count > 0) {
        require_aligned(o.points, 4, "points");
    }
    if (o.probabilities != nullptr) {
        require(o.probability_type == VSC_F32 || o.probability_type == VSC_F16,
            "expected probabilities of f32 (0) or f16 (1), got type " + text(o.probability_type));
        require_aligned(o.probabilities, size_of(o.probability_type), "probabilities");
        require(o.planes > 0 && o.plane_width > 0 && o.plane_height > 0,
            "expected at least one plane of one cell, got " + text(o.planes) + " of " + text(o.plane_width) + " x " + text(o.plane_height));
        require(o.planes == 1 || o.plane_stride >= static_cast<int64_t>(o.plane_width) * o.plane_height,
            "expected planes that do not overlap, got " + text(o.plane_stride) + " values from one to the next");
    }
}

template <int ShiftX, int ShiftY>
void launch_draw(const vsc_queue &queue, const vsc_overlay &o)
{
    const int32_t first_column = o.left >> ShiftX, first_row = o.top >> ShiftY;
    const int32_t columns = ((o.right - 1) >> ShiftX) + 1 - first_column, rows = ((o.bottom - 1) >> ShiftY) + 1 - first_row;
    launch(queue, work_items(static_cast<int64_t>(columns) * rows), 128, Draw<ShiftX, ShiftY>{o, first_column, first_row, columns});
}

}  // namespace

}  // namespace vsc

int32_t vsc_draw(const vsc_queue *queue, const vsc_overlay *overlay)
{
    using namespace vsc;
    return guard([&] {
        const vsc_queue &on = checked(queue, "a queue");
        const vsc_overlay &o = checked(overlay, "an overlay");
        check_overlay(o);
        if (o.layer_count == 0 || o.left >= o.right || o.top >= o.bottom) {
            return;
        }
        switch (o.components == 1 ? 0 : o.shift_y * 2 + o.shift_x) {
        case 0: launch_draw<0, 0>(on, o); break;
        case 1: launch_draw<1, 0>(on, o); break;
        case 2: launch_draw<0, 1>(on, o); break;
        default: launch_draw<1, 1>(on, o); break;
        }
    });
}
