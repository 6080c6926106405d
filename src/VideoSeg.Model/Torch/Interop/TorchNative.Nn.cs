using System.Runtime.InteropServices;

namespace VideoSeg.Model.Torch.Interop;

internal static partial class TorchNative
{
    [LibraryImport(Library, EntryPoint = "vst_conv2d")]
    internal static partial int Conv2d(
        TensorHandle x, TensorHandle weight, TensorHandle bias, long strideHeight, long strideWidth, long paddingHeight,
        long paddingWidth, long dilationHeight, long dilationWidth, long groups, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_conv2d_relu")]
    internal static partial int Conv2dRelu(
        TensorHandle x, TensorHandle weight, TensorHandle bias, TensorHandle addend, long stride, long padding, long dilation, int fused,
        out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_conv_transpose2d")]
    internal static partial int ConvTranspose2d(
        TensorHandle x, TensorHandle weight, TensorHandle bias, long stride, long padding, long outputPadding, long groups,
        long dilation, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_batch_norm")]
    internal static partial int BatchNorm(
        TensorHandle x, TensorHandle weight, TensorHandle bias, TensorHandle runningMean, TensorHandle runningVar, int training,
        double momentum, double epsilon, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_linear")]
    internal static partial int Linear(TensorHandle x, TensorHandle weight, TensorHandle bias, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_max_pool2d")]
    internal static partial int MaxPool2d(TensorHandle x, long kernel, long stride, long padding, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_avg_pool2d")]
    internal static partial int AvgPool2d(TensorHandle x, long kernel, long stride, long padding, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_adaptive_avg_pool2d")]
    internal static partial int AdaptiveAvgPool2d(TensorHandle x, long height, long width, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_interpolate_nearest")]
    internal static partial int InterpolateNearest(TensorHandle x, long height, long width, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_interpolate_bilinear")]
    internal static partial int InterpolateBilinear(
        TensorHandle x, long height, long width, int alignCorners, int antialias, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_pad")]
    internal static partial int Pad(TensorHandle x, ReadOnlySpan<long> padding, int count, int mode, double value, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_affine_grid")]
    internal static partial int AffineGrid(TensorHandle theta, long height, long width, int alignCorners, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_grid_sample")]
    internal static partial int GridSample(
        TensorHandle x, TensorHandle grid, int mode, int outside, int alignCorners, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_binary_cross_entropy_with_logits")]
    internal static partial int BinaryCrossEntropyWithLogits(TensorHandle x, TensorHandle target, int reduction, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_cross_entropy")]
    internal static partial int CrossEntropy(TensorHandle x, TensorHandle target, int reduction, long ignoreIndex, out TensorHandle result);
}
