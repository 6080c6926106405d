// What lies between convolutions.
#include "combine.h"
#include "launch.h"

#include <algorithm>

namespace vsc {

namespace {

constexpr int vector_width = 8;

void check_strides(Extent &extent, const vsc_combination &c, int32_t half, int64_t pixel, int64_t row, int64_t picture, int64_t capacity)
{
    extent.add(c.channels, 1, "channels");
    extent.add(c.width >> half, pixel, "pixels");
    extent.add(c.height >> half, row, "rows");
    extent.add(c.pictures, picture, "pictures");
    extent.within(capacity);
}

void check_operand(const vsc_combination &c, int32_t index, int32_t bytes)
{
    const vsc_operand &operand = c.operands[index];
    const std::string what = "operand " + text(index);
    require(operand.access == VSC_SAME || operand.access == VSC_DOUBLED || operand.access == VSC_PHASES,
        what + ": expected an access of 0, 1 or 2, got " + text(operand.access));
    const int32_t half = operand.access == VSC_SAME ? 0 : 1;
    require(half == 0 || (c.width % 2 == 0 && c.height % 2 == 0),
        what + ": expected an even width and height of what is enlarged, got " + text(c.width) + " x " + text(c.height));
    require(index > 0 || !operand.multiply, "expected the first operand not to be multiplied with what is before it");
    for (int k = 0; k < (operand.access == VSC_PHASES ? 4 : 1); k++) {
        require_aligned(operand.data[k], bytes, "an operand's values");
    }
    Extent extent(what.c_str());
    check_strides(extent, c, half, operand.pixel_stride, operand.row_stride, operand.picture_stride, operand.capacity);
    if (operand.factor != nullptr) {
        require_aligned(operand.factor, 4, "factors");
        require(operand.factor_stride >= 0, what + ": expected a stride of factors of 0 or more, got " + text(operand.factor_stride));
    }
}

void check_result(const vsc_combination &c, int32_t index, int32_t bytes)
{
    const vsc_result &result = c.results[index];
    const std::string what = "result " + text(index);
    require_aligned(result.data, bytes, "a result's values");
    require((result.scale == nullptr) == (result.shift == nullptr), what + ": expected scales and shifts, or neither");
    require(result.pixel_stride >= c.channels && result.row_stride >= c.width * result.pixel_stride && result.picture_stride >= c.height * result.row_stride,
        what + ": expected pixels, rows and pictures that do not overlap, got strides of " + text(result.pixel_stride) + ", " + text(result.row_stride)
            + " and " + text(result.picture_stride) + " values");
    Extent extent(what.c_str());
    check_strides(extent, c, 0, result.pixel_stride, result.row_stride, result.picture_stride, result.capacity);
}

bool is_wide(const void *pointer, int64_t pixel, int64_t row, int64_t picture)
{
    return reinterpret_cast<uintptr_t>(pointer) % 16 == 0 && pixel % vector_width == 0 && row % vector_width == 0 && picture % vector_width == 0;
}

// Whether eight channels of everything can be moved as whole 16 bytes.
bool is_wide(const vsc_combination &c)
{
    bool wide = c.channels % vector_width == 0;
    for (int32_t i = 0; i < c.operand_count; i++) {
        const vsc_operand &o = c.operands[i];
        for (int k = 0; k < (o.access == VSC_PHASES ? 4 : 1); k++) {
            wide = wide && is_wide(o.data[k], o.pixel_stride, o.row_stride, o.picture_stride);
        }
    }
    for (int32_t i = 0; i < c.result_count; i++) {
        const vsc_result &r = c.results[i];
        wide = wide && is_wide(r.data, r.pixel_stride, r.row_stride, r.picture_stride);
    }
    return wide;
}

template <class Value>
void launch_combine(const vsc_queue &queue, const vsc_combination &c)
{
    constexpr uint32_t threads = 256;
    const int64_t pixels = static_cast<int64_t>(c.pictures) * c.height * c.width;
    if (is_wide(c)) {
        launch(queue, work_items(pixels * (c.channels / vector_width)), threads, Combine<Value, vector_width>{c});
    } else {
        launch(queue, work_items(pixels * c.channels), threads, Combine<Value, 1>{c});
    }
}

}  // namespace

}  // namespace vsc

int32_t vsc_combine(const vsc_queue *queue, const vsc_combination *combination)
{
    using namespace vsc;
    return guard([&] {
        const vsc_queue &on = checked(queue, "a queue");
        const vsc_combination &c = checked(combination, "a combination");
        const int32_t bytes = size_of(c.type);
        constexpr int32_t limit = 1 << 20;
        for (int32_t size : {c.pictures, c.height, c.width, c.channels}) {
            require(size > 0 && size <= limit,
                "expected 1 to " + text(limit) + " pictures, rows, columns and channels, got " + text(c.pictures) + ", " + text(c.height) + ", "
                    + text(c.width) + ", " + text(c.channels));
        }
        work_items(static_cast<int64_t>(c.height) * c.width);
        work_items(static_cast<int64_t>(c.height) * c.width * c.pictures);
        require(c.operand_count >= 1 && c.operand_count <= VSC_OPERANDS, "expected 1 to " + text<int>(VSC_OPERANDS) + " operands, got " + text(c.operand_count));
        require(c.result_count >= 1 && c.result_count <= VSC_RESULTS, "expected 1 to " + text<int>(VSC_RESULTS) + " results, got " + text(c.result_count));
        for (int32_t i = 0; i < c.operand_count; i++) {
            check_operand(c, i, bytes);
        }
        for (int32_t i = 0; i < c.result_count; i++) {
            check_result(c, i, bytes);
        }
        switch (c.type) {
        case VSC_F32: launch_combine<float>(on, c); break;
        case VSC_F16: launch_combine<Half>(on, c); break;
        default: launch_combine<BFloat16>(on, c); break;
        }
    });
}
