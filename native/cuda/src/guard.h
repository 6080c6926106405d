// What keeps exceptions inside, and the words for what is wrong with arguments.
#pragma once

#include "videoseg_cuda.h"

#include <limits>
#include <stdexcept>
#include <string>

namespace vsc {

struct Unsupported : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Turns the exception being handled into a status, and keeps its message for the calling thread.
int32_t fail_with_current_exception() noexcept;

template <class Body>
int32_t guard(Body &&body) noexcept
{
    try {
        body();
        return VS_OK;
    } catch (...) {
        return fail_with_current_exception();
    }
}

inline void require(bool holds, const std::string &message)
{
    if (!holds) {
        throw std::invalid_argument(message);
    }
}

template <class T>
const T &checked(const T *pointer, const char *what)
{
    require(pointer != nullptr, std::string("expected ") + what + ", got null");
    return *pointer;
}

template <class T>
std::string text(T value)
{
    return std::to_string(value);
}

inline int32_t size_of(int32_t type)
{
    require(type == VSC_F32 || type == VSC_F16 || type == VSC_BF16, "expected values of f32 (0), f16 (1) or bf16 (2), got type " + text(type));
    return type == VSC_F32 ? 4 : 2;
}

inline void require_aligned(const void *pointer, int32_t bytes, const char *what)
{
    require(pointer != nullptr, std::string("expected ") + what + ", got null");
    require(reinterpret_cast<uintptr_t>(pointer) % static_cast<uintptr_t>(bytes) == 0,
        std::string("expected ") + what + " at a multiple of " + text(bytes) + " bytes");
}

// Sum over axes of (size - 1) * stride + last, for strides of 0 or more; throws where it does not lie within the capacity.
class Extent {
public:
    explicit Extent(const char *what) : what_(what) {}

    void add(int64_t size, int64_t stride, const char *axis)
    {
        require(stride >= 0, std::string(what_) + ": expected a stride of " + axis + " of 0 or more values, got " + text(stride));
        int64_t step = 0;
        if (__builtin_mul_overflow(size - 1, stride, &step) || __builtin_add_overflow(last_, step, &last_)) {
            throw std::invalid_argument(std::string(what_) + ": the stride of " + axis + " is too large: " + text(stride));
        }
    }

    void within(int64_t capacity) const
    {
        require(last_ < capacity, std::string(what_) + ": expected room for " + text(last_) + " + 1 values, got " + text(capacity));
    }

private:
    const char *what_;
    int64_t last_ = 0;
};

// Threads are counted in 31 bits.
inline uint32_t work_items(int64_t count)
{
    require(count <= std::numeric_limits<int32_t>::max(), "expected at most 2^31 - 1 pieces of work in a call, got " + text(count));
    return static_cast<uint32_t>(count);
}

void check_samples(const vsc_samples &samples, int index);

}  // namespace vsc
