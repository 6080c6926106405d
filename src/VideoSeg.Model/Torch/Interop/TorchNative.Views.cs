using System.Runtime.InteropServices;

namespace VideoSeg.Model.Torch.Interop;

internal static partial class TorchNative
{
    [LibraryImport(Library, EntryPoint = "vst_view")]
    internal static partial int View(TensorHandle tensor, ReadOnlySpan<long> shape, int dimensions, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_reshape")]
    internal static partial int Reshape(TensorHandle tensor, ReadOnlySpan<long> shape, int dimensions, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_slice")]
    internal static partial int Slice(TensorHandle tensor, long dim, long start, long end, long step, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_narrow")]
    internal static partial int Narrow(TensorHandle tensor, long dim, long start, long length, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_select")]
    internal static partial int Select(TensorHandle tensor, long dim, long index, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_index_select")]
    internal static partial int IndexSelect(TensorHandle tensor, long dim, TensorHandle index, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_squeeze")]
    internal static partial int Squeeze(TensorHandle tensor, long dim, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_unsqueeze")]
    internal static partial int Unsqueeze(TensorHandle tensor, long dim, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_permute")]
    internal static partial int Permute(TensorHandle tensor, ReadOnlySpan<long> dims, int count, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_transpose")]
    internal static partial int Transpose(TensorHandle tensor, long dim0, long dim1, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_flatten")]
    internal static partial int Flatten(TensorHandle tensor, long startDim, long endDim, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_expand")]
    internal static partial int Expand(TensorHandle tensor, ReadOnlySpan<long> shape, int dimensions, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_flip")]
    internal static partial int Flip(TensorHandle tensor, ReadOnlySpan<long> dims, int count, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_detach")]
    internal static partial int Detach(TensorHandle tensor, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_cat")]
    internal static partial int Cat(ReadOnlySpan<nint> tensors, int count, long dim, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_stack")]
    internal static partial int Stack(ReadOnlySpan<nint> tensors, int count, long dim, out TensorHandle result);
}
