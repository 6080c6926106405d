using VideoSeg.Model.Torch.Interop;

namespace VideoSeg.Model.Torch;

public static partial class Functional
{
    /// <summary>Resizes by repeating or leaving out pixels.</summary>
    public static Tensor InterpolateNearest(Tensor x, long height, long width) =>
        Tensor.Own(TorchNative.InterpolateNearest(x.Handle, height, width, out TensorHandle result), result);

    /// <summary>Resizes linearly in both directions.</summary>
    /// <param name="x">[N, C, H, W].</param>
    /// <param name="height">New height in pixels.</param>
    /// <param name="width">New width in pixels.</param>
    /// <param name="alignCorners">The centres of the corner pixels stay; else the corners of the picture (half-pixel centres).</param>
    /// <param name="antialias">When shrinking, weight all the pixels under the output pixel (float32 only).</param>
    public static Tensor InterpolateBilinear(Tensor x, long height, long width, bool alignCorners = false, bool antialias = false) =>
        Tensor.Own(
            TorchNative.InterpolateBilinear(x.Handle, height, width, alignCorners ? 1 : 0, antialias ? 1 : 0, out TensorHandle result), result);

    /// <summary>Adds a border.</summary>
    /// <param name="x">[N, C, H, W].</param>
    /// <param name="padding">Pixels to add: left, right, top, bottom. Negative ones cut off (constant mode).</param>
    /// <param name="mode">What the border shows.</param>
    /// <param name="value">The value in constant mode.</param>
    public static Tensor Pad(Tensor x, ReadOnlySpan<long> padding, PadMode mode = PadMode.Constant, double value = 0) =>
        Tensor.Own(TorchNative.Pad(x.Handle, padding, padding.Length, (int)mode, value, out TensorHandle result), result);

    /// <summary>The grid for <see cref="GridSample"/> of an affine map.</summary>
    /// <param name="theta">[N, 2, 3]: maps an output position (x, y, 1) to an input position (x, y), both from -1 to 1 across the picture.</param>
    /// <param name="height">Height of the output.</param>
    /// <param name="width">Width of the output.</param>
    /// <param name="alignCorners">-1 and 1 are the centres of the corner pixels; else the corners of the picture.</param>
    /// <returns>[N, height, width, 2].</returns>
    public static Tensor AffineGrid(Tensor theta, long height, long width, bool alignCorners = false) =>
        Tensor.Own(TorchNative.AffineGrid(theta.Handle, height, width, alignCorners ? 1 : 0, out TensorHandle result), result);

    /// <summary>Reads pictures at the positions of a grid.</summary>
    /// <param name="x">[N, C, H, W].</param>
    /// <param name="grid">[N, height, width, 2]: for each output pixel its input position (x, y), from -1 to 1; of x's type.</param>
    /// <param name="mode">How to read between pixels.</param>
    /// <param name="outside">What to read outside the picture.</param>
    /// <param name="alignCorners">As the grid was made.</param>
    /// <returns>[N, C, height, width].</returns>
    public static Tensor GridSample(
        Tensor x, Tensor grid, SampleMode mode = SampleMode.Bilinear, OutsideMode outside = OutsideMode.Zeros, bool alignCorners = false) =>
        Tensor.Own(TorchNative.GridSample(x.Handle, grid.Handle, (int)mode, (int)outside, alignCorners ? 1 : 0, out TensorHandle result), result);
}
