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
#include <memory>
#include <mutex>

namespace {

// Smaller blocks are left to the C library, which keeps them itself.
constexpr size_t smallest_kept = size_t{1} << 20;
constexpr size_t huge_page = size_t{2} << 20;

struct Block {
    explicit Block(size_t bytes) : size((bytes + huge_page - 1) / huge_page * huge_page), data(std::aligned_alloc(huge_page, size)) {
        if (data == nullptr) {
            throw std::bad_alloc();
        }
#if defined(__linux__) && defined(MADV_HUGEPAGE)
        // A hint: where the system has no huge pages to give, small ones do.
        (void)madvise(data, size, MADV_HUGEPAGE);
#endif
    }
    ~Block() { std::free(data); }
    Block(const Block&) = delete;
    Block& operator=(const Block&) = delete;

    const size_t size;
    void* const data;
};

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
            free_.clear();
        }
    }

    // Which of the two libtorch asks for differs between versions; so does whether copy_data is asked for.
    c10::DataPtr allocate(size_t bytes) const { return const_cast<KeepingAllocator*>(this)->take(bytes); }
    c10::DataPtr allocate(size_t bytes) { return take(bytes); }
    void copy_data(void* target, const void* source, size_t bytes) const { std::memcpy(target, source, bytes); }

private:
    c10::DataPtr take(size_t bytes) {
        if (bytes < smallest_kept) {
            return previous_->allocate(bytes);
        }
        std::unique_ptr<Block> block = take_kept(bytes);
        if (block == nullptr) {
            try {
                block = std::make_unique<Block>(bytes);
            } catch (const std::bad_alloc&) {
                clear();
                block = std::make_unique<Block>(bytes);
            }
        }
        void* data = block->data;
        return {data, block.release(), &give_back, c10::Device(c10::DeviceType::CPU)};
    }

    std::unique_ptr<Block> take_kept(size_t bytes) {
        const std::lock_guard lock(mutex_);
        const auto found = free_.lower_bound(bytes);
        // A block more than a quarter too large waits for a tensor that needs it.
        if (found == free_.end() || found->first > bytes + bytes / 4 + huge_page) {
            return nullptr;
        }
        std::unique_ptr<Block> block = std::move(found->second);
        free_.erase(found);
        return block;
    }

    void clear() {
        const std::lock_guard lock(mutex_);
        free_.clear();
    }

    static void give_back(void* context) {
        std::unique_ptr<Block> block(static_cast<Block*>(context));
        KeepingAllocator& self = instance();
        const std::lock_guard lock(self.mutex_);
        if (self.keeping_) {
            const size_t size = block->size;
            self.free_.emplace(size, std::move(block));
        }
    }

    std::mutex mutex_;
    std::multimap<size_t, std::unique_ptr<Block>> free_;
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
