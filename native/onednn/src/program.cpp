#include "common.h"

#include "kernels.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <omp.h>

namespace {

thread_local char last_error[512];
std::atomic<int64_t> programs{0};

constexpr size_t alignment = 64;

vsd_program &get(vsd_program *program)
{
    vsd::expect(program != nullptr, "expected a program, got null");
    omp_set_num_threads(program->threads);
    return *program;
}

} // namespace

namespace vsd {

int32_t fail(int32_t status, const char *message) noexcept
{
    std::snprintf(last_error, sizeof last_error, "%s", message);
    return status;
}

int32_t fail_with_current_exception() noexcept
{
    try {
        throw;
    } catch (const std::bad_alloc &) {
        return fail(VS_OUT_OF_MEMORY, "no memory for the network");
    } catch (const std::invalid_argument &e) {
        return fail(VS_INVALID_ARGUMENT, e.what());
    } catch (const dnnl::error &e) {
        return fail(e.status == dnnl_out_of_memory ? VS_OUT_OF_MEMORY : e.status == dnnl_unimplemented ? VS_UNSUPPORTED : VS_FAILED, e.what());
    } catch (const std::exception &e) {
        return fail(VS_FAILED, e.what());
    } catch (...) {
        return fail(VS_FAILED, "an unknown exception");
    }
}

void copy_text(const std::string &text, char *buffer, int32_t capacity)
{
    expect(buffer != nullptr && capacity > 0, "no room for the text");
    std::snprintf(buffer, static_cast<size_t>(capacity), "%s", text.c_str());
}

int64_t size_of(int32_t type)
{
    expect(type >= VSD_F32 && type <= VSD_S8, "expected a type of values");
    return type == VSD_F32 ? 4 : type == VSD_BF16 ? 2 : 1;
}

Shared::~Shared() { std::free(place); }

void Shared::reserve(size_t bytes)
{
    if (bytes <= size) return;
    size_t rounded = (bytes + alignment - 1) / alignment * alignment;
    void *larger = std::aligned_alloc(alignment, rounded);
    if (!larger) throw std::bad_alloc();
    std::free(place);
    place = larger;
    size = rounded;
}

Layout::Layout(const vsd_tensor &t)
    : pixel(t.pitch * size_of(t.type)), row(t.width * pixel), group(t.height * row), map(t.channels / t.block * group), groups(t.channels / t.block), width(t.block)
{
}

} // namespace vsd

vsd_program::vsd_program(int32_t wanted)
    : threads(wanted > 0 ? wanted : omp_get_max_threads()), engine(dnnl::engine::kind::cpu, 0), stream(engine)
{
    programs++;
}

vsd_program::~vsd_program()
{
    steps.clear();
    std::free(arena);
    programs--;
}

char *vsd_program::at(const vsd_tensor &t, int64_t maps) const
{
    vsd::expect(t.height > 0 && t.width > 0 && t.channels > 0 && t.block > 0 && t.channels % t.block == 0
            && (t.block == t.channels ? t.pitch >= t.channels : t.pitch == t.block),
        "expected a tensor with sides of 1 or more, channels last or in blocks");
    vsd::Layout layout(t);
    int64_t bytes = maps * layout.map - layout.pixel + t.block * vsd::size_of(t.type);
    vsd::expect(t.offset >= 0 && bytes <= arena_bytes - t.offset, "expected a tensor inside the arena");
    return arena + t.offset;
}

float *vsd_program::floats(int64_t offset, int64_t count) const
{
    vsd::expect(offset >= 0 && offset % 4 == 0 && count > 0 && count <= (arena_bytes - offset) / 4, "expected numbers inside the arena");
    return reinterpret_cast<float *>(arena + offset);
}

int32_t vsd_abi_version(int32_t *version)
{
    if (!version) return vsd::fail(VS_INVALID_ARGUMENT, "version is null");
    *version = VSD_ABI_VERSION;
    return VS_OK;
}

int32_t vsd_last_error(char *buffer, int32_t capacity)
{
    if (!buffer || capacity < 1) return VS_INVALID_ARGUMENT;
    std::snprintf(buffer, static_cast<size_t>(capacity), "%s", last_error);
    return VS_OK;
}

int32_t vsd_library_version(char *buffer, int32_t capacity)
{
    return vsd::guard([&] {
        const dnnl_version_t *v = dnnl_version();
        vsd::copy_text("oneDNN " + std::to_string(v->major) + "." + std::to_string(v->minor) + "." + std::to_string(v->patch), buffer, capacity);
    });
}

int32_t vsd_instruction_set(char *buffer, int32_t capacity)
{
    return vsd::guard([&] { vsd::copy_text(vsd::instruction_set(), buffer, capacity); });
}

int32_t vsd_live_count(int64_t *count)
{
    if (!count) return vsd::fail(VS_INVALID_ARGUMENT, "count is null");
    *count = programs;
    return VS_OK;
}

int32_t vsd_program_create(int32_t threads, vsd_program **program)
{
    return vsd::guard([&] {
        vsd::expect(program != nullptr && threads >= 0 && threads <= 1024, "expected a place for the program and 0 to 1024 threads");
        *program = new vsd_program(threads);
    });
}

int32_t vsd_program_free(vsd_program *program)
{
    return vsd::guard([&] { delete program; });
}

int32_t vsd_program_reserve(vsd_program *program, int64_t arena_bytes)
{
    return vsd::guard([&] {
        vsd_program &p = get(program);
        vsd::expect(p.arena == nullptr && arena_bytes > 0, "expected to reserve memory once, 1 byte or more");
        size_t rounded = (static_cast<size_t>(arena_bytes) + alignment - 1) / alignment * alignment;
        p.arena = static_cast<char *>(std::aligned_alloc(alignment, rounded));
        if (!p.arena) throw std::bad_alloc();
        std::memset(p.arena, 0, rounded);
        p.arena_bytes = static_cast<int64_t>(rounded);
    });
}

int32_t vsd_program_reference_count(vsd_program *program, int64_t *count)
{
    return vsd::guard([&] {
        vsd::expect(count != nullptr, "count is null");
        *count = get(program).references;
    });
}

int32_t vsd_program_share(vsd_program *program, const vsd_program *other)
{
    return vsd::guard([&] {
        vsd_program &p = get(program);
        vsd::expect(other != nullptr && p.steps.empty(), "expected another program, before the first step");
        p.given = other->transformed;
    });
}

int32_t vsd_program_winograd_count(vsd_program *program, int64_t *count)
{
    return vsd::guard([&] {
        vsd::expect(count != nullptr, "count is null");
        *count = static_cast<int64_t>(get(program).transformed.size());
    });
}

int32_t vsd_winograd_bytes(int64_t *bytes)
{
    return vsd::guard([&] {
        vsd::expect(bytes != nullptr, "bytes is null");
        *bytes = vsd::winograd::live_bytes();
    });
}

int32_t vsd_program_run(vsd_program *program, const float *picture, int64_t offset, int64_t count, float *result)
{
    return vsd::guard([&] {
        vsd_program &p = get(program);
        vsd::expect(picture != nullptr && result != nullptr, "expected a picture and room for the result");
        const float *values = p.floats(offset, count);
        for (auto &step : p.steps) step->run(picture);
        std::memcpy(result, values, static_cast<size_t>(count) * sizeof(float));
    });
}

int32_t vsd_program_read(vsd_program *program, const vsd_tensor *tensor, float *values)
{
    return vsd::guard([&] {
        vsd_program &p = get(program);
        vsd::expect(tensor != nullptr && values != nullptr, "expected a tensor and room for its values");
        const char *source = p.at(*tensor);
        vsd::Layout layout(*tensor);
        for (int64_t g = 0; g < layout.groups; g++) {
            vsd::kernels().load(source + g * layout.group, tensor->type, tensor->pitch, values + g * layout.width, tensor->channels, layout.width,
                static_cast<int64_t>(tensor->height) * tensor->width);
        }
    });
}
