// An allocator for CPU tensors that keeps freed blocks for the next tensor of about the same size. A training step allocates and frees the
// same gigabytes each time; the C library maps large blocks anew each time, and the system clears every page of them.
#include "common.h"

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>

#if defined(__linux__)
#include <sys/mman.h>
#endif

#include <cstdlib>
#include <map>
#include <mutex>
#include <unordered_map>

namespace {

// Smaller blocks are left to the C library, which keeps them itself.
constexpr size_t smallest_kept = size_t{1} << 20;
constexpr size_t huge_page = size_t{2} << 20;

void* map_block(size_t size) {
    void* data = std::aligned_alloc(huge_page, size);
#if defined(__linux__) && defined(MADV_HUGEPAGE)
    if (data != nullptr) {
        // A hint: where the system has no huge pages to give, small ones do.
        (void)madvise(data, size, MADV_HUGEPAGE);
    }
#endif
    return data;
}

class KeepingAllocator final : public c10::Allocator {
public:
    static KeepingAllocator& instance() {
        // Never destroyed: tensors may outlive every static object.
        static auto* allocator = new KeepingAllocator();
        return *allocator;
    }

    void install() {
        const std::lock_guard lock(mutex_);
        if (!keeping_) {
            keeping_ = true;
            previous_ = c10::GetCPUAllocator();
            c10::SetCPUAllocator(this);
        }
    }

    void remove() {
        const std::lock_guard lock(mutex_);
        if (keeping_) {
            keeping_ = false;
            c10::SetCPUAllocator(previous_);
            free_all_kept();
            // Blocks still in use are freed by whoever lets go of them.
            sizes_.clear();
        }
    }

    // Which of the two libtorch asks for differs between versions; so does whether copy_data is asked for.
    c10::DataPtr allocate(size_t bytes) const { return const_cast<KeepingAllocator*>(this)->take(bytes); }
    c10::DataPtr allocate(size_t bytes) { return take(bytes); }
    void copy_data(void* target, const void* source, size_t bytes) const { std::memcpy(target, source, bytes); }

    // oneDNN asks for bare memory through this, and gives it back by the address alone.
    c10::DeleterFnPtr raw_deleter() const override { return &give_back; }

private:
    c10::DataPtr take(size_t bytes) {
        if (bytes < smallest_kept) {
            return previous_->allocate(bytes);
        }
        const std::lock_guard lock(mutex_);
        void* data = take_kept(bytes);
        if (data == nullptr) {
            const size_t size = (bytes + huge_page - 1) / huge_page * huge_page;
            data = map_block(size);
            if (data == nullptr) {
                free_all_kept();
                data = map_block(size);
            }
            if (data == nullptr) {
                throw std::bad_alloc();
            }
            sizes_[data] = size;
        }
        return {data, data, &give_back, c10::Device(c10::DeviceType::CPU)};
    }

    void* take_kept(size_t bytes) {
        const auto found = kept_.lower_bound(bytes);
        // A block more than a quarter too large waits for a tensor that needs it.
        if (found == kept_.end() || found->first > bytes + bytes / 4 + huge_page) {
            return nullptr;
        }
        void* data = found->second;
        kept_.erase(found);
        return data;
    }

    void free_all_kept() {
        for (const auto& [size, data] : kept_) {
            sizes_.erase(data);
            std::free(data);
        }
        kept_.clear();
    }

    static void give_back(void* data) {
        KeepingAllocator& self = instance();
        const std::lock_guard lock(self.mutex_);
        const auto known = self.sizes_.find(data);
        if (known != self.sizes_.end()) {
            self.kept_.emplace(known->second, data);
        } else {
            // A small block, or one from another time: libtorch's own deleter ends in free, as it must for the blocks made here.
            self.previous_->raw_deleter()(data);
        }
    }

    std::mutex mutex_;
    std::unordered_map<void*, size_t> sizes_;  // of all blocks made here, kept or in use
    std::multimap<size_t, void*> kept_;
    c10::Allocator* previous_ = nullptr;
    bool keeping_ = false;
};

}  // namespace

int32_t vst_keep_freed_memory(int32_t enabled) {
    return vst::guard([&] {
        if (enabled != 0) {
            KeepingAllocator::instance().install();
        } else {
            KeepingAllocator::instance().remove();
        }
    });
}
