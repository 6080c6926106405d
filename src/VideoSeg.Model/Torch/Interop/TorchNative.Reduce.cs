using System.Runtime.InteropServices;

namespace VideoSeg.Model.Torch.Interop;

internal static partial class TorchNative
{
    [LibraryImport(Library, EntryPoint = "vst_sum")]
    internal static partial int Sum(TensorHandle tensor, ReadOnlySpan<long> dims, int count, int keepDim, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_mean")]
    internal static partial int Mean(TensorHandle tensor, ReadOnlySpan<long> dims, int count, int keepDim, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_amax")]
    internal static partial int Amax(TensorHandle tensor, ReadOnlySpan<long> dims, int count, int keepDim, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_amin")]
    internal static partial int Amin(TensorHandle tensor, ReadOnlySpan<long> dims, int count, int keepDim, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_var")]
    internal static partial int Var(
        TensorHandle tensor, ReadOnlySpan<long> dims, int count, int unbiased, int keepDim, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_argmax")]
    internal static partial int ArgMax(TensorHandle tensor, long dim, int keepDim, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_norm")]
    internal static partial int Norm(TensorHandle tensor, out TensorHandle result);
}
