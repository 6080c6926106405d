#include "common.h"

#include <algorithm>

namespace vst {

namespace {
thread_local std::string last_message;
}

int32_t fail(int32_t status, const char* message) noexcept {
    try {
        last_message = message;
    } catch (...) {
        last_message.clear();
    }
    return status;
}

int32_t fail_with_current_exception() noexcept {
    try {
        throw;
    } catch (const Unsupported& e) {
        return fail(VS_UNSUPPORTED, e.what());
    } catch (const c10::Error& e) {
        return fail(compat::is_out_of_memory(e) ? VS_OUT_OF_MEMORY : VS_FAILED, e.what_without_backtrace());
    } catch (const std::invalid_argument& e) {
        return fail(VS_INVALID_ARGUMENT, e.what());
    } catch (const std::bad_alloc&) {
        return fail(VS_OUT_OF_MEMORY, "out of memory");
    } catch (const std::exception& e) {
        return fail(VS_FAILED, e.what());
    } catch (...) {
        return fail(VS_FAILED, "an exception of unknown type");
    }
}

void copy_text(const std::string& text, char* buffer, int32_t capacity) {
    if (buffer == nullptr || capacity < 1) {
        throw std::invalid_argument("expected a buffer of at least one byte");
    }
    const size_t length = std::min(text.size(), static_cast<size_t>(capacity) - 1);
    std::memcpy(buffer, text.data(), length);
    buffer[length] = '\0';
}

}  // namespace vst

int32_t vst_last_error(char* buffer, int32_t capacity) {
    // Not through the guard: a failure here would overwrite the message that was asked for.
    try {
        vst::copy_text(vst::last_message, buffer, capacity);
        return VS_OK;
    } catch (...) {
        return VS_INVALID_ARGUMENT;
    }
}
