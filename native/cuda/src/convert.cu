// Pictures to network input.
#include "convert.h"
#include "launch.h"

namespace vsc {

namespace {

void check_axis(const vsc_axis &axis, int32_t size, const char *name, int index)
{
    const std::string what = "component " + text(index) + ", axis " + name + ": ";
    require_aligned(axis.starts, 4, "the first samples of an axis");
    require_aligned(axis.counts, 4, "the numbers of samples of an axis");
    require_aligned(axis.weights, 4, "the weights of an axis");
    require(axis.size == size, what + "expected " + text(size) + " targets, got " + text(axis.size));
    require(axis.stride > 0, what + "expected at least one weight a target, got " + text(axis.stride));
}

}  // namespace

}  // namespace vsc

int32_t vsc_convert(const vsc_queue *queue, const vsc_conversion *conversion, const vsc_image *target)
{
    using namespace vsc;
    return guard([&] {
        const vsc_queue &on = checked(queue, "a queue");
        const vsc_conversion &from = checked(conversion, "a conversion");
        const vsc_image &to = checked(target, "a target");
        require(from.components == 1 || from.components == 3, "expected 1 or 3 components, got " + text(from.components));
        require(to.width > 0 && to.height > 0, "expected a target of at least one pixel, got " + text(to.width) + " x " + text(to.height));
        for (int c = 0; c < from.components; c++) {
            check_samples(from.samples[c], c);
            check_axis(from.x[c], to.width, "x", c);
            check_axis(from.y[c], to.height, "y", c);
        }
        require_aligned(to.data, size_of(to.type), "the target's values");
        Extent extent("the target");
        extent.add(3, to.channel_stride, "channels");
        extent.add(to.height, to.row_stride, "rows");
        extent.add(to.width, to.pixel_stride, "pixels");
        extent.within(to.capacity);
        const uint32_t count = work_items(static_cast<int64_t>(to.width) * to.height);
        constexpr uint32_t threads = 128;
        switch (to.type) {
        case VSC_F32: launch(on, count, threads, Convert<float>{from, to}); break;
        case VSC_F16: launch(on, count, threads, Convert<Half>{from, to}); break;
        default: launch(on, count, threads, Convert<BFloat16>{from, to}); break;
        }
    });
}
