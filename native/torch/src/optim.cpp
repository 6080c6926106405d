// Optimiser steps over whole lists, so that a CUDA device gets few launches and the host never waits for it.
#include "common.h"

#include <c10/core/GradMode.h>

#include <cmath>

namespace {

// The members of several parallel lists whose parameter has a gradient.
struct Group {
    std::vector<at::Tensor> parameters;
    std::vector<at::Tensor> gradients;
    std::vector<at::Tensor> first;
    std::vector<at::Tensor> second;
};

Group with_gradients(vst_tensor* const* parameters, vst_tensor* const* first, vst_tensor* const* second, int32_t count) {
    Group group;
    for (int32_t i = 0; i < count; ++i) {
        const at::Tensor& parameter = vst::get(parameters[i]);
        if (!parameter.grad().defined()) {
            continue;
        }
        group.parameters.push_back(parameter);
        group.gradients.push_back(parameter.grad());
        if (first != nullptr) {
            group.first.push_back(vst::get(first[i]));
        }
        if (second != nullptr) {
            group.second.push_back(vst::get(second[i]));
        }
    }
    return group;
}

}  // namespace

int32_t vst_adamw_(vst_tensor* const* parameters, vst_tensor* const* first, vst_tensor* const* second, int32_t count, int64_t step,
                   double learning_rate, double beta1, double beta2, double epsilon, double weight_decay) {
    return vst::guard([&] {
        if (step < 1) {
            throw std::invalid_argument("expected a step from 1 on, got " + std::to_string(step));
        }
        const c10::NoGradGuard no_grad;
        const Group group = with_gradients(parameters, first, second, count);
        if (group.parameters.empty()) {
            return;
        }
        if (weight_decay != 0) {
            at::_foreach_mul_(group.parameters, 1 - learning_rate * weight_decay);
        }
        at::_foreach_mul_(group.first, beta1);
        at::_foreach_add_(group.first, group.gradients, 1 - beta1);
        at::_foreach_mul_(group.second, beta2);
        at::_foreach_addcmul_(group.second, group.gradients, group.gradients, 1 - beta2);

        const double correction1 = 1 - std::pow(beta1, static_cast<double>(step));
        const double correction2 = 1 - std::pow(beta2, static_cast<double>(step));
        const std::vector<at::Tensor> denominators = at::_foreach_sqrt(group.second);
        at::_foreach_div_(denominators, std::sqrt(correction2));
        at::_foreach_add_(denominators, epsilon);
        at::_foreach_addcdiv_(group.parameters, group.first, denominators, -learning_rate / correction1);
    });
}

int32_t vst_sgd_(vst_tensor* const* parameters, vst_tensor* const* velocity, int32_t count, double learning_rate, double momentum,
                 double weight_decay, int32_t nesterov) {
    return vst::guard([&] {
        const c10::NoGradGuard no_grad;
        const Group group = with_gradients(parameters, velocity, nullptr, count);
        if (group.parameters.empty()) {
            return;
        }
        std::vector<at::Tensor> gradients = group.gradients;
        if (weight_decay != 0) {
            gradients = at::_foreach_add(gradients, group.parameters, weight_decay);
        }
        at::_foreach_mul_(group.first, momentum);
        at::_foreach_add_(group.first, gradients, 1);
        const std::vector<at::Tensor> step = nesterov != 0 ? at::_foreach_add(gradients, group.first, momentum) : group.first;
        at::_foreach_add_(group.parameters, step, -learning_rate);
    });
}

int32_t vst_clip_grad_norm_(vst_tensor* const* parameters, int32_t count, double maximum, vst_tensor** norm) {
    return vst::guard([&] {
        const c10::NoGradGuard no_grad;
        const Group group = with_gradients(parameters, nullptr, nullptr, count);
        if (group.gradients.empty()) {
            vst::put(norm, at::zeros({}));
            return;
        }
        const at::Tensor total = at::stack(at::_foreach_norm(group.gradients, 2)).norm();
        // The small constant is PyTorch's. Nought times infinity is no number: what is not finite has to go first.
        for (at::Tensor gradient : group.gradients) {
            at::nan_to_num_(gradient, 0.0, 0.0, 0.0);
        }
        const at::Tensor factor = (maximum / (total + 1e-6)).clamp_max(1.0).masked_fill(total.isfinite().logical_not(), 0.0);
        vst::compat::multiply_all(group.gradients, factor);
        vst::put(norm, total);
    });
}

int32_t vst_ema_(vst_tensor* const* averages, const vst_tensor* const* values, int32_t count, double decay) {
    return vst::guard([&] {
        if (count == 0) {
            return;
        }
        const c10::NoGradGuard no_grad;
        const std::vector<at::Tensor> targets = vst::get_list(averages, count);
        at::_foreach_mul_(targets, decay);
        at::_foreach_add_(targets, vst::get_list(values, count), 1 - decay);
    });
}

int32_t vst_zero_grad_(vst_tensor* const* parameters, int32_t count) {
    return vst::guard([&] {
        for (int32_t i = 0; i < count; ++i) {
            vst::get(parameters[i]).mutable_grad() = at::Tensor();
        }
    });
}
