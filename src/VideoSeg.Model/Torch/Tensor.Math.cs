using VideoSeg.Model.Torch.Interop;

namespace VideoSeg.Model.Torch;

public sealed partial class Tensor
{
    /// <summary>The negative.</summary>
    public Tensor Neg() => Own(TorchNative.Neg(Handle, out TensorHandle result), result);

    /// <summary>The absolute value.</summary>
    public Tensor Abs() => Own(TorchNative.Abs(Handle, out TensorHandle result), result);

    /// <summary>e to the power of each element.</summary>
    public Tensor Exp() => Own(TorchNative.Exp(Handle, out TensorHandle result), result);

    /// <summary>Natural logarithm.</summary>
    public Tensor Log() => Own(TorchNative.Log(Handle, out TensorHandle result), result);

    /// <summary>Square root.</summary>
    public Tensor Sqrt() => Own(TorchNative.Sqrt(Handle, out TensorHandle result), result);

    /// <summary>The largest integer not above.</summary>
    public Tensor Floor() => Own(TorchNative.Floor(Handle, out TensorHandle result), result);

    /// <summary>The nearest integer, halves to even.</summary>
    public Tensor Round() => Own(TorchNative.Round(Handle, out TensorHandle result), result);

    /// <summary>max(x, 0).</summary>
    public Tensor Relu() => Own(TorchNative.Relu(Handle, out TensorHandle result), result);

    /// <summary>1 / (1 + exp(-x)).</summary>
    public Tensor Sigmoid() => Own(TorchNative.Sigmoid(Handle, out TensorHandle result), result);

    /// <inheritdoc cref="Relu"/>
    public Tensor Relu_() => Done(TorchNative.Relu_(Handle));

    /// <inheritdoc cref="Sigmoid"/>
    public Tensor Sigmoid_() => Done(TorchNative.Sigmoid_(Handle));

    /// <summary>Each element to the power of <paramref name="exponent"/>.</summary>
    public Tensor Pow(double exponent) => Own(TorchNative.Pow(Handle, exponent, out TensorHandle result), result);

    /// <summary>Each element, at least <paramref name="min"/> and at most <paramref name="max"/>.</summary>
    public Tensor Clamp(double min, double max) => Own(TorchNative.Clamp(Handle, min, max, out TensorHandle result), result);

    /// <inheritdoc cref="Clamp"/>
    public Tensor Clamp_(double min, double max) => Done(TorchNative.Clamp_(Handle, min, max));

    /// <summary>Moves each element towards <paramref name="end"/> by the share <paramref name="weight"/> of the distance.</summary>
    public Tensor Lerp_(Tensor end, double weight) => Done(TorchNative.Lerp_(Handle, end.Handle, weight));

    /// <summary>Probabilities along <paramref name="dim"/>: exp(x), scaled to a sum of 1.</summary>
    public Tensor Softmax(long dim) => Own(TorchNative.Softmax(Handle, dim, out TensorHandle result), result);

    /// <summary>The logarithm of <see cref="Softmax"/>, computed without overflow.</summary>
    public Tensor LogSoftmax(long dim) => Own(TorchNative.LogSoftmax(Handle, dim, out TensorHandle result), result);

    /// <summary>Matrix product over the last two dimensions, the others broadcast.</summary>
    public Tensor Matmul(Tensor right) => Own(TorchNative.Matmul(Handle, right.Handle, out TensorHandle result), result);

    /// <summary>This tensor plus <paramref name="left"/> times <paramref name="right"/>, each broadcast, in one pass over memory.</summary>
    public Tensor AddCMul(Tensor left, Tensor right) => Own(TorchNative.AddCMul(Handle, left.Handle, right.Handle, out TensorHandle result), result);
}
