// A linear layer on a vector: squeeze and excitation's few numbers.
#include "common.h"

#include <cmath>

namespace {

struct Dense : vsd::Step {
    void run(const float *) override
    {
        for (size_t o = 0; o < bias.size(); o++) {
            float sum = bias[o];
            for (size_t i = 0; i < in; i++) sum += weights[o * in + i] * source[i];
            destination[o] = activation == 1 ? (sum > 0 ? sum : 0) : activation == 2 ? 1 / (1 + std::exp(-sum)) : sum;
        }
    }

    const float *source;
    float *destination;
    size_t in;
    std::vector<float> weights, bias;
    int32_t activation;
};

} // namespace

int32_t vsd_program_add_dense(vsd_program *program, int64_t source, int32_t in, int64_t destination, int32_t out, const float *weights, const float *bias,
    int32_t activation)
{
    return vsd::guard([&] {
        vsd::expect(program != nullptr && weights != nullptr && in > 0 && out > 0 && activation >= 0 && activation <= 2, "expected a linear layer");
        auto step = std::make_unique<Dense>();
        step->source = program->floats(source, in);
        step->destination = program->floats(destination, out);
        step->in = static_cast<size_t>(in);
        step->weights.assign(weights, weights + static_cast<int64_t>(in) * out);
        step->bias.assign(static_cast<size_t>(out), 0.0f);
        if (bias) step->bias.assign(bias, bias + out);
        step->activation = activation;
        program->steps.push_back(std::move(step));
    });
}
