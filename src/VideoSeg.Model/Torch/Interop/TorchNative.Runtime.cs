using System.Runtime.InteropServices;

namespace VideoSeg.Model.Torch.Interop;

internal static partial class TorchNative
{
    [LibraryImport(Library, EntryPoint = "vst_version")]
    internal static unsafe partial int GetVersion(byte* buffer, int capacity);

    [LibraryImport(Library, EntryPoint = "vst_tensor_live_count")]
    internal static partial int GetLiveCount(out long count);

    [LibraryImport(Library, EntryPoint = "vst_set_threads")]
    internal static partial int SetThreads(int threads);

    [LibraryImport(Library, EntryPoint = "vst_get_threads")]
    internal static partial int GetThreads(out int threads);

    [LibraryImport(Library, EntryPoint = "vst_keep_freed_memory")]
    internal static partial int KeepFreedMemory(int enabled);

    [LibraryImport(Library, EntryPoint = "vst_cpu_has_fast_bf16")]
    internal static partial int HasFastBf16(out int fast);
}
