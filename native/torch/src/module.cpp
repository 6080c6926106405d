#include "common.h"

#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/serialization/import.h>

#include <atomic>
#include <memory>

namespace vst {

namespace {

std::atomic<int64_t> live_modules{0};

const at::IValue& value_of(const vst_value* handle) {
    if (handle == nullptr) {
        throw std::invalid_argument("expected a value, got a null handle");
    }
    return *reinterpret_cast<const at::IValue*>(handle);
}

void put_value(vst_value** out, at::IValue value) {
    out_pointer(out) = reinterpret_cast<vst_value*>(new at::IValue(std::move(value)));
    live_modules.fetch_add(1, std::memory_order_relaxed);
}

const char* text(const char* characters) {
    if (characters == nullptr) {
        throw std::invalid_argument("expected a text, got null");
    }
    return characters;
}

// The elements of a tuple or a list.
std::vector<at::IValue> elements(const at::IValue& value) {
    if (value.isTuple()) {
        const auto& tuple = value.toTupleRef().elements();
        // Not in braces, which would make a list of the two pointers.
        return std::vector<at::IValue>(tuple.begin(), tuple.end());
    }
    if (value.isList()) {
        return value.toListRef().vec();
    }
    throw std::invalid_argument("expected a tuple or a list, got " + value.type()->annotation_str());
}

}  // namespace

}  // namespace vst

int32_t vst_module_live_count(int64_t* count) {
    return vst::guard([&] { vst::out_pointer(count) = vst::live_modules.load(std::memory_order_relaxed); });
}

int32_t vst_module_load(const char* path, int32_t device_kind, int32_t device_index, vst_module** out) {
    return vst::guard([&] {
        vst_module*& result = vst::out_pointer(out);
        auto module = std::make_unique<torch::jit::Module>(torch::jit::load(std::string(vst::text(path)), vst::device(device_kind, device_index)));
        module->eval();
        result = reinterpret_cast<vst_module*>(module.release());
        vst::live_modules.fetch_add(1, std::memory_order_relaxed);
    });
}

int32_t vst_module_free(vst_module* module) {
    return vst::guard([&] {
        if (module != nullptr) {
            delete reinterpret_cast<torch::jit::Module*>(module);
            vst::live_modules.fetch_sub(1, std::memory_order_relaxed);
        }
    });
}

int32_t vst_module_forward(vst_module* module, const vst_tensor* input, vst_value** out) {
    return vst::guard([&] {
        if (module == nullptr) {
            throw std::invalid_argument("expected a module, got a null handle");
        }
        vst::put_value(out, reinterpret_cast<torch::jit::Module*>(module)->forward({vst::get(input)}));
    });
}

int32_t vst_value_free(vst_value* value) {
    return vst::guard([&] {
        if (value != nullptr) {
            delete reinterpret_cast<at::IValue*>(value);
            vst::live_modules.fetch_sub(1, std::memory_order_relaxed);
        }
    });
}

int32_t vst_value_kind(const vst_value* value, int32_t* kind, int64_t* count) {
    return vst::guard([&] {
        const at::IValue& v = vst::value_of(value);
        int32_t& result = vst::out_pointer(kind);
        int64_t& number = vst::out_pointer(count);
        if (v.isTensor()) {
            result = VST_VALUE_TENSOR;
            number = 1;
        } else if (v.isTuple() || v.isList()) {
            result = VST_VALUE_SEQUENCE;
            number = static_cast<int64_t>(vst::elements(v).size());
        } else if (v.isGenericDict()) {
            result = VST_VALUE_DICTIONARY;
            number = static_cast<int64_t>(v.toGenericDict().size());
        } else {
            result = VST_VALUE_OTHER;
            number = 0;
        }
    });
}

int32_t vst_value_type(const vst_value* value, char* buffer, int32_t capacity) {
    return vst::guard([&] { vst::copy_text(vst::value_of(value).type()->annotation_str(), buffer, capacity); });
}

int32_t vst_value_tensor(const vst_value* value, vst_tensor** out) {
    return vst::guard([&] {
        const at::IValue& v = vst::value_of(value);
        if (!v.isTensor() || !v.toTensor().defined()) {
            throw std::invalid_argument("expected a tensor, got " + v.type()->annotation_str());
        }
        vst::put(out, v.toTensor());
    });
}

int32_t vst_value_at(const vst_value* value, int64_t index, vst_value** out) {
    return vst::guard([&] {
        const std::vector<at::IValue> all = vst::elements(vst::value_of(value));
        if (index < 0 || index >= static_cast<int64_t>(all.size())) {
            throw std::invalid_argument("expected an index below " + std::to_string(all.size()) + ", got " + std::to_string(index));
        }
        vst::put_value(out, all[static_cast<size_t>(index)]);
    });
}

int32_t vst_value_get(const vst_value* value, const char* key, vst_value** out) {
    return vst::guard([&] {
        const at::IValue& v = vst::value_of(value);
        if (!v.isGenericDict()) {
            throw std::invalid_argument("expected a dict, got " + v.type()->annotation_str());
        }
        // Not find(): a dict whose keys are no strings would be asked for one.
        std::string found;
        for (const auto& entry : v.toGenericDict()) {
            if (entry.key().isString() && entry.key().toStringRef() == vst::text(key)) {
                vst::put_value(out, entry.value());
                return;
            }
            found += (found.empty() ? "" : ", ") + (entry.key().isString() ? entry.key().toStringRef() : entry.key().type()->annotation_str());
        }
        throw std::invalid_argument("expected the key " + std::string(vst::text(key)) + " in the dict, found " + (found.empty() ? "none at all" : found));
    });
}
