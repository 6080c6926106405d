using System.Runtime.InteropServices;

namespace VideoSeg.Model.Torch.Interop;

internal static partial class TorchNative
{
    [LibraryImport(Library, EntryPoint = "vst_tensor_free")]
    internal static partial int FreeTensor(nint tensor);

    [LibraryImport(Library, EntryPoint = "vst_tensor_describe")]
    internal static partial int Describe(TensorHandle tensor, out TensorDescription description);

    [LibraryImport(Library, EntryPoint = "vst_tensor_is_contiguous")]
    internal static partial int IsContiguous(TensorHandle tensor, int memoryFormat, out int contiguous);

    [LibraryImport(Library, EntryPoint = "vst_tensor_data_pointer")]
    internal static partial int GetDataPointer(TensorHandle tensor, out nint pointer);

    [LibraryImport(Library, EntryPoint = "vst_tensor_item")]
    internal static partial int Item(TensorHandle tensor, out double value);

    [LibraryImport(Library, EntryPoint = "vst_empty")]
    internal static partial int Empty(
        ReadOnlySpan<long> shape, int dimensions, int scalarType, int deviceKind, int deviceIndex, int memoryFormat,
        out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_full")]
    internal static partial int Full(
        ReadOnlySpan<long> shape, int dimensions, double value, int scalarType, int deviceKind, int deviceIndex, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_arange")]
    internal static partial int Arange(long end, int scalarType, int deviceKind, int deviceIndex, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_fill_")]
    internal static partial int Fill_(TensorHandle tensor, double value);

    [LibraryImport(Library, EntryPoint = "vst_zero_")]
    internal static partial int Zero_(TensorHandle tensor);
}
