using System.Runtime.InteropServices;

namespace VideoSeg.Model.Torch.Interop;

internal static partial class TorchNative
{
    [LibraryImport(Library, EntryPoint = "vst_eq_scalar")]
    internal static partial int EqScalar(TensorHandle left, double right, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_ne_scalar")]
    internal static partial int NeScalar(TensorHandle left, double right, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_gt_scalar")]
    internal static partial int GtScalar(TensorHandle left, double right, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_ge_scalar")]
    internal static partial int GeScalar(TensorHandle left, double right, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_lt_scalar")]
    internal static partial int LtScalar(TensorHandle left, double right, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_le_scalar")]
    internal static partial int LeScalar(TensorHandle left, double right, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_eq")]
    internal static partial int Eq(TensorHandle left, TensorHandle right, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_maximum")]
    internal static partial int Maximum(TensorHandle left, TensorHandle right, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_minimum")]
    internal static partial int Minimum(TensorHandle left, TensorHandle right, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_logical_and")]
    internal static partial int LogicalAnd(TensorHandle left, TensorHandle right, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_logical_or")]
    internal static partial int LogicalOr(TensorHandle left, TensorHandle right, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_isfinite")]
    internal static partial int IsFinite(TensorHandle tensor, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_all")]
    internal static partial int All(TensorHandle tensor, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_any")]
    internal static partial int Any(TensorHandle tensor, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_logical_not")]
    internal static partial int LogicalNot(TensorHandle tensor, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_where")]
    internal static partial int Where(TensorHandle condition, TensorHandle left, TensorHandle right, out TensorHandle result);
}
