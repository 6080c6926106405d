// Shared by all sources: the guard that keeps exceptions inside, and what a step is.
#pragma once

#include "videoseg_onednn.h"
#include "winograd.h"

#include <dnnl.hpp>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace vsd {

int32_t fail(int32_t status, const char *message) noexcept;
int32_t fail_with_current_exception() noexcept;
void copy_text(const std::string &text, char *buffer, int32_t capacity);

template <class Body> int32_t guard(Body &&body) noexcept
{
    try {
        body();
        return VS_OK;
    } catch (...) {
        return fail_with_current_exception();
    }
}

inline void expect(bool condition, const char *message)
{
    if (!condition) throw std::invalid_argument(message);
}

struct Step {
    virtual ~Step() = default;
    virtual void run(const float *picture) = 0;
};

int64_t size_of(int32_t type);

/* Distances in bytes within a value; one group of channels where they are last, else one for each block. */
struct Layout {
    explicit Layout(const vsd_tensor &tensor);

    int64_t pixel, row, group, map;
    int64_t groups, width; /* width: channels of a group */
};

/* Memory that steps use one after the other, as much as the largest of them needs. */
class Shared {
public:
    ~Shared();
    void reserve(size_t bytes);
    void *data() const { return place; }

private:
    void *place = nullptr;
    size_t size = 0;
};

} // namespace vsd

struct vsd_program {
    explicit vsd_program(int32_t threads);
    ~vsd_program();

    /* Where a value begins; throws unless all of it lies in the arena. */
    char *at(const vsd_tensor &tensor, int64_t maps = 1) const;
    float *floats(int64_t offset, int64_t count) const;

    int threads;
    dnnl::engine engine;
    dnnl::stream stream;
    char *arena = nullptr;
    int64_t arena_bytes = 0;
    vsd::Shared scratchpad, moved_source, moved_destination;
    std::vector<std::unique_ptr<vsd::Step>> steps;
    vsd::winograd::AllWeights transformed, given; /* its own, and those of the program that it shares with */
    int64_t references = 0; /* convolutions for which oneDNN has its reference code only */
};
