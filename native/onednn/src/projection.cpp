// A convolution with few outputs and taps far apart: the collapsed pyramid before the head. oneDNN would compute 16 outputs for each one.
#include "common.h"

#include "kernels.h"

#include <algorithm>
#include <omp.h>

namespace {

struct Projection : vsd::Step {
    void run(const float *) override
    {
        const vsd::Kernels &k = vsd::kernels();
        vsd::Layout layout(tensor);
        int64_t size = vsd::size_of(tensor.type), h = tensor.height, w = tensor.width, rows = h * static_cast<int64_t>(bias.size());
#pragma omp parallel num_threads(threads)
        {
            std::vector<const float *> &used_weights = scratch[static_cast<size_t>(omp_get_thread_num())].weights;
            std::vector<int64_t> &used = scratch[static_cast<size_t>(omp_get_thread_num())].offsets;
#pragma omp for schedule(static)
            for (int64_t row = 0; row < rows; row++) {
                int64_t output = row / h, y = row % h;
                float *to = destination + row * w;
                /* Between two borders the same taps lie inside the picture. */
                for (size_t b = 0; b + 1 < borders.size(); b++) {
                    int64_t from = borders[b], end = borders[b + 1];
                    size_t count = 0;
                    for (size_t t = 0; t < dy.size(); t++) {
                        if (y + dy[t] >= 0 && y + dy[t] < h && from + dx[t] >= 0 && end - 1 + dx[t] < w) {
                            const float *of_tap = weights.data() + (output * static_cast<int64_t>(dy.size()) + static_cast<int64_t>(t)) * tensor.channels;
                            for (int64_t g = 0; g < layout.groups; g++) {
                                used_weights[count] = of_tap + g * layout.width;
                                used[count++] = (dy[t] * layout.row + dx[t] * layout.pixel + g * layout.group) / size;
                            }
                        }
                    }

                    k.project(place + y * layout.row + from * layout.pixel, tensor.type, tensor.pitch, layout.width,
                        used_weights.data(), used.data(), static_cast<int64_t>(count), bias[static_cast<size_t>(output)], to + from, end - from);
                }
            }
        }
    }

    struct Scratch {
        std::vector<const float *> weights;
        std::vector<int64_t> offsets;
    };

    vsd_tensor tensor;
    const char *place;
    float *destination;
    std::vector<int32_t> dy, dx;
    std::vector<float> weights, bias;
    std::vector<int64_t> borders;
    std::vector<Scratch> scratch;
    int threads;
};

} // namespace

int32_t vsd_program_add_projection(vsd_program *program, const vsd_tensor *source, int32_t outputs, int64_t destination, int32_t taps, const int32_t *dy,
    const int32_t *dx, const float *weights, const float *bias)
{
    return vsd::guard([&] {
        vsd::expect(program != nullptr && source != nullptr && dy != nullptr && dx != nullptr && weights != nullptr && bias != nullptr, "a pointer is null");
        vsd::expect(outputs > 0 && taps > 0 && source->block % vsd::kernels().lanes == 0 && (source->type == VSD_F32 || source->type == VSD_BF16),
            "expected a projection of f32 or bf16 with channels that fill vectors");
        auto step = std::make_unique<Projection>();
        step->tensor = *source;
        step->place = program->at(*source);
        step->destination = program->floats(destination, static_cast<int64_t>(outputs) * source->height * source->width);
        step->dy.assign(dy, dy + taps);
        step->dx.assign(dx, dx + taps);
        step->weights.assign(weights, weights + static_cast<int64_t>(outputs) * taps * source->channels);
        step->bias.assign(bias, bias + outputs);
        step->threads = program->threads;
        int64_t width = source->width;
        std::vector<int64_t> &borders = step->borders;
        borders = {0, width};
        for (int32_t x : step->dx) borders.push_back(std::clamp<int64_t>(x < 0 ? -x : width - x, 0, width));
        std::sort(borders.begin(), borders.end());
        borders.erase(std::unique(borders.begin(), borders.end()), borders.end());
        step->scratch.resize(static_cast<size_t>(program->threads));
        for (auto &s : step->scratch) {
            s.weights.resize(static_cast<size_t>(taps * (source->channels / source->block)));
            s.offsets.resize(s.weights.size());
        }

        program->steps.push_back(std::move(step));
    });
}
