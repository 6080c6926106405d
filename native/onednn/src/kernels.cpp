#include "kernels.h"

#include <dnnl.hpp>

namespace vsd {

namespace avx512 {
extern const Kernels table;
}
namespace avx2 {
extern const Kernels table;
}
namespace base {
extern const Kernels table;
}

namespace {

/* As far as oneDNN may go (ONEDNN_MAX_CPU_ISA), so that one setting holds for all. */
bool may_use(dnnl::cpu_isa isa)
{
    int allowed = static_cast<int>(dnnl::get_effective_cpu_isa()), wanted = static_cast<int>(isa);
    return (allowed & wanted) == wanted;
}

const Kernels &choose()
{
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")
        && may_use(dnnl::cpu_isa::avx512_core)) {
        return avx512::table;
    }

    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && may_use(dnnl::cpu_isa::avx2) ? avx2::table : base::table;
}

} // namespace

const Kernels &kernels()
{
    static const Kernels &chosen = choose();
    return chosen;
}

bool are_for_avx2() { return &kernels() == &avx2::table; }

std::string instruction_set()
{
    switch (dnnl::get_effective_cpu_isa()) {
    case dnnl::cpu_isa::sse41: return "sse41";
    case dnnl::cpu_isa::avx: return "avx";
    case dnnl::cpu_isa::avx2: return "avx2";
    case dnnl::cpu_isa::avx2_vnni: return "avx2_vnni";
    case dnnl::cpu_isa::avx512_core: return "avx512_core";
    case dnnl::cpu_isa::avx512_core_vnni: return "avx512_core_vnni";
    case dnnl::cpu_isa::avx512_core_bf16: return "avx512_core_bf16";
    case dnnl::cpu_isa::avx512_core_amx: return "avx512_core_amx";
    default: return "other";
    }
}

} // namespace vsd
