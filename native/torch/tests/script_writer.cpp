// libvideoseg_torch_tests: writes TorchScript modules, for the tests of what reads them.
#include "videoseg/status.h"

#include <ATen/ATen.h>
#include <torch/csrc/jit/api/module.h>

#include <cstring>
#include <exception>
#include <string>

extern "C" {

/* A module with these tensors as attributes (float32, [shapes] one after the other, dimensions[i] sizes each) and with the methods that the
 * source text defines, as torch.jit.save writes it. message: capacity bytes, what went wrong. */
VS_EXPORT int32_t vstt_save_module(const char* path, const char* source, const char* const* names, const float* const* values,
                                   const int64_t* shapes, const int32_t* dimensions, int32_t count, char* message, int32_t capacity) {
    try {
        torch::jit::Module module("__torch__.Network");
        for (int32_t i = 0; i < count; ++i) {
            const at::IntArrayRef shape(shapes, static_cast<size_t>(dimensions[i]));
            shapes += dimensions[i];
            at::Tensor tensor = at::empty(shape, at::kFloat);
            std::memcpy(tensor.data_ptr<float>(), values[i], static_cast<size_t>(tensor.numel()) * sizeof(float));
            module.register_buffer(names[i], tensor);
        }
        module.define(source);
        module.save(path);
        return VS_OK;
    } catch (const std::exception& e) {
        std::strncpy(message, e.what(), static_cast<size_t>(capacity) - 1);
        message[capacity - 1] = '\0';
        return VS_FAILED;
    }
}

}
