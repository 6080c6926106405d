using VideoSeg.Model.Torch.Interop;

namespace VideoSeg.Model.Torch;

public static partial class Functional
{
    /// <summary>Largest value of each window of <paramref name="kernel"/> x <paramref name="kernel"/> pixels.</summary>
    /// <param name="x">[N, C, H, W].</param>
    /// <param name="kernel">Side of the window.</param>
    /// <param name="stride">Step between windows; null for <paramref name="kernel"/>.</param>
    /// <param name="padding">Pixels added on each side, that never win.</param>
    public static Tensor MaxPool2d(Tensor x, long kernel, long? stride = null, long padding = 0) =>
        Tensor.Own(TorchNative.MaxPool2d(x.Handle, kernel, stride ?? kernel, padding, out TensorHandle result), result);

    /// <summary>Mean of each window of <paramref name="kernel"/> x <paramref name="kernel"/> pixels.</summary>
    /// <param name="x">[N, C, H, W].</param>
    /// <param name="kernel">Side of the window.</param>
    /// <param name="stride">Step between windows; null for <paramref name="kernel"/>.</param>
    /// <param name="padding">Zeros added on each side, that count.</param>
    public static Tensor AvgPool2d(Tensor x, long kernel, long? stride = null, long padding = 0) =>
        Tensor.Own(TorchNative.AvgPool2d(x.Handle, kernel, stride ?? kernel, padding, out TensorHandle result), result);

    /// <summary>Means over a grid of <paramref name="height"/> x <paramref name="width"/> windows; 1 x 1 is the mean of each channel.</summary>
    public static Tensor AdaptiveAvgPool2d(Tensor x, long height, long width) =>
        Tensor.Own(TorchNative.AdaptiveAvgPool2d(x.Handle, height, width, out TensorHandle result), result);
}
