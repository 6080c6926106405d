using System.Runtime.InteropServices;

namespace VideoSeg.Model.Torch.Interop;

internal static partial class TorchNative
{
    [LibraryImport(Library, EntryPoint = "vst_from_data")]
    internal static unsafe partial int FromData(
        void* data, long bytes, ReadOnlySpan<long> shape, int dimensions, int scalarType, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_copy_to_host")]
    internal static unsafe partial int CopyToHost(TensorHandle tensor, void* data, long bytes);

    [LibraryImport(Library, EntryPoint = "vst_copy_from_host")]
    internal static unsafe partial int CopyFromHost(TensorHandle tensor, void* data, long bytes);

    [LibraryImport(Library, EntryPoint = "vst_copy_")]
    internal static partial int Copy_(TensorHandle tensor, TensorHandle source, int nonBlocking);

    [LibraryImport(Library, EntryPoint = "vst_to_type")]
    internal static partial int ToType(TensorHandle tensor, int scalarType, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_to_device")]
    internal static partial int ToDevice(TensorHandle tensor, int deviceKind, int deviceIndex, int nonBlocking, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_contiguous")]
    internal static partial int Contiguous(TensorHandle tensor, int memoryFormat, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_clone")]
    internal static partial int Clone(TensorHandle tensor, int memoryFormat, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_pin_memory")]
    internal static partial int PinMemory(TensorHandle tensor, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_is_pinned")]
    internal static partial int IsPinned(TensorHandle tensor, out int pinned);
}
