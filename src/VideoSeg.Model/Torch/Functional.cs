using VideoSeg.Model.Torch.Interop;

namespace VideoSeg.Model.Torch;

/// <summary>The operations that networks are made of, as in <c>torch.nn.functional</c>. Pictures are [N, C, H, W].</summary>
public static partial class Functional
{
    /// <summary>2-d convolution, the same in both directions.</summary>
    /// <param name="x">[N, C, H, W].</param>
    /// <param name="weight">[out, C / groups, kernel height, kernel width], of x's type.</param>
    /// <param name="bias">[out], or null.</param>
    /// <param name="stride">Step between outputs, in pixels.</param>
    /// <param name="padding">Zeros added on each side.</param>
    /// <param name="dilation">Distance between the taps of the kernel.</param>
    /// <param name="groups">Number of groups of channels that do not mix; C for a depthwise filter.</param>
    public static Tensor Conv2d(
        Tensor x, Tensor weight, Tensor? bias = null, long stride = 1, long padding = 0, long dilation = 1, long groups = 1) =>
        Conv2d(x, weight, bias, (stride, stride), (padding, padding), (dilation, dilation), groups);

    /// <summary>2-d convolution with a vertical and a horizontal value each.</summary>
    /// <inheritdoc cref="Conv2d(Tensor, Tensor, Tensor?, long, long, long, long)"/>
    public static Tensor Conv2d(
        Tensor x, Tensor weight, Tensor? bias, (long Height, long Width) stride, (long Height, long Width) padding,
        (long Height, long Width) dilation, long groups = 1) =>
        Tensor.Own(
            TorchNative.Conv2d(
                x.Handle, weight.Handle, Tensor.OrNone(bias), stride.Height, stride.Width, padding.Height, padding.Width, dilation.Height,
                dilation.Width, groups, out TensorHandle result),
            result);

    /// <summary>max(0, convolution + <paramref name="addend"/>), for inference.</summary>
    /// <param name="x">[N, C, H, W].</param>
    /// <param name="weight">[out, C, kernel height, kernel width], of x's type.</param>
    /// <param name="bias">[out], or null.</param>
    /// <param name="addend">Of the result's shape and type, or null for 0.</param>
    /// <param name="stride">Step between outputs, in pixels.</param>
    /// <param name="padding">Zeros added on each side.</param>
    /// <param name="dilation">Distance between the taps of the kernel.</param>
    /// <param name="fused">Asks cuDNN for one kernel that does it all: on a GPU, in float16 or bfloat16. Default: one operation after the other.</param>
    /// <exception cref="TorchException">cuDNN has no such kernel for this geometry.</exception>
    public static Tensor Conv2dRelu(
        Tensor x, Tensor weight, Tensor? bias = null, Tensor? addend = null, long stride = 1, long padding = 0, long dilation = 1, bool fused = false) =>
        Tensor.Own(
            TorchNative.Conv2dRelu(
                x.Handle, weight.Handle, Tensor.OrNone(bias), Tensor.OrNone(addend), stride, padding, dilation, fused ? 1 : 0, out TensorHandle result),
            result);

    /// <summary>Transposed 2-d convolution.</summary>
    /// <param name="x">[N, C, H, W].</param>
    /// <param name="weight">[C, out / groups, kernel height, kernel width].</param>
    /// <param name="bias">[out], or null.</param>
    /// <param name="stride">Step between inputs in the output, in pixels.</param>
    /// <param name="padding">Rows and columns cut off on each side.</param>
    /// <param name="outputPadding">Rows and columns added on one side.</param>
    /// <param name="groups">Number of groups of channels that do not mix.</param>
    /// <param name="dilation">Distance between the taps of the kernel.</param>
    public static Tensor ConvTranspose2d(
        Tensor x, Tensor weight, Tensor? bias = null, long stride = 1, long padding = 0, long outputPadding = 0, long groups = 1,
        long dilation = 1) =>
        Tensor.Own(
            TorchNative.ConvTranspose2d(
                x.Handle, weight.Handle, Tensor.OrNone(bias), stride, padding, outputPadding, groups, dilation, out TensorHandle result),
            result);

    /// <summary>Batch normalisation over all dimensions but the second.</summary>
    /// <param name="x">[N, C, ...]; may be bfloat16 or float16 while all else is float32.</param>
    /// <param name="weight">[C], or null for 1.</param>
    /// <param name="bias">[C], or null for 0.</param>
    /// <param name="runningMean">[C]; in training moved towards the batch's mean. Null in training only.</param>
    /// <param name="runningVar">[C]; in training moved towards the batch's unbiased variance. Null in training only.</param>
    /// <param name="training">Normalise by the batch's statistics instead of the running ones.</param>
    /// <param name="momentum">Share of the batch in the running statistics.</param>
    /// <param name="eps">Added to the variance.</param>
    public static Tensor BatchNorm(
        Tensor x, Tensor? weight, Tensor? bias, Tensor? runningMean, Tensor? runningVar, bool training, double momentum = 0.1,
        double eps = 1e-5) =>
        Tensor.Own(
            TorchNative.BatchNorm(
                x.Handle, Tensor.OrNone(weight), Tensor.OrNone(bias), Tensor.OrNone(runningMean), Tensor.OrNone(runningVar), training ? 1 : 0,
                momentum, eps, out TensorHandle result),
            result);

    /// <summary>max(x, 0).</summary>
    public static Tensor Relu(Tensor x) => x.Relu();

    /// <summary>x weightᵀ + bias: x [..., in], weight [out, in], bias [out] or null.</summary>
    public static Tensor Linear(Tensor x, Tensor weight, Tensor? bias = null) =>
        Tensor.Own(TorchNative.Linear(x.Handle, weight.Handle, Tensor.OrNone(bias), out TensorHandle result), result);
}
