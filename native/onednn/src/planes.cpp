// Between planes, which pictures and results are, and the channels-last values of the steps.
#include "common.h"

#include "kernels.h"

#include <omp.h>

namespace {

constexpr int64_t piece = 256; /* pixels at a time */

struct Input : vsd::Step {
    void run(const float *picture) override
    {
        if (tensor.block == 1 && tensor.channels > 1) {
            copy(picture);
            return;
        }

        int64_t count = static_cast<int64_t>(tensor.height) * tensor.width, channels = tensor.channels, size = vsd::size_of(tensor.type);
        const vsd::Kernels &k = vsd::kernels();
#pragma omp parallel for num_threads(threads) schedule(static)
        for (int64_t start = 0; start < count; start += piece) {
            float values[piece * 4];
            int64_t length = count - start < piece ? count - start : piece;
            for (int64_t c = 0; c < channels; c++) {
                for (int64_t i = 0; i < length; i++) values[i * channels + c] = picture[c * count + start + i] * scale;
            }

            k.store(values, 0, place + start * channels * size, tensor.type, 0, length * channels, 1);
        }
    }

    /* Planes as they are. */
    void copy(const float *picture)
    {
        int64_t count = static_cast<int64_t>(tensor.height) * tensor.width * tensor.channels;
        float *to = reinterpret_cast<float *>(place);
#pragma omp parallel for num_threads(threads) schedule(static)
        for (int64_t i = 0; i < count; i++) to[i] = picture[i] * scale;
    }

    vsd_tensor tensor;
    char *place;
    float scale;
    int threads;
};

struct Planes : vsd::Step {
    void run(const float *) override
    {
        vsd::Layout layout(tensor);
        int64_t count = static_cast<int64_t>(tensor.height) * tensor.width;
        const vsd::Kernels &k = vsd::kernels();
#pragma omp parallel num_threads(threads)
        {
            std::vector<float> values(static_cast<size_t>(tensor.channels));
#pragma omp for schedule(static)
            for (int64_t i = 0; i < count; i++) {
                for (int64_t g = 0; g < layout.groups; g++) {
                    k.load(place + g * layout.group + i * layout.pixel, tensor.type, 0, values.data() + g * layout.width, 0, layout.width, 1);
                }

                for (int32_t c = 0; c < tensor.channels; c++) destination[c * count + i] = values[static_cast<size_t>(c)];
            }
        }
    }

    vsd_tensor tensor;
    const char *place;
    float *destination;
    int threads;
};

} // namespace

int32_t vsd_program_add_input(vsd_program *program, const vsd_tensor *tensor, float scale)
{
    return vsd::guard([&] {
        vsd::expect(program != nullptr && tensor != nullptr && tensor->channels <= 4 && tensor->pitch == tensor->block
                && (tensor->block == tensor->channels || (tensor->block == 1 && tensor->type == VSD_F32)),
            "expected an input of 1 to 4 channels, channels last or planes of f32");
        auto step = std::make_unique<Input>();
        step->tensor = *tensor;
        step->place = program->at(*tensor);
        step->scale = scale;
        step->threads = program->threads;
        program->steps.push_back(std::move(step));
    });
}

int32_t vsd_program_add_planes(vsd_program *program, const vsd_tensor *tensor, int64_t destination)
{
    return vsd::guard([&] {
        vsd::expect(program != nullptr && tensor != nullptr, "a pointer is null");
        auto step = std::make_unique<Planes>();
        step->tensor = *tensor;
        step->place = program->at(*tensor);
        step->destination = program->floats(destination, static_cast<int64_t>(tensor->height) * tensor->width * tensor->channels);
        step->threads = program->threads;
        program->steps.push_back(std::move(step));
    });
}
