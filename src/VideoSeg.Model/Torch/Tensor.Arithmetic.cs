using VideoSeg.Model.Torch.Interop;

namespace VideoSeg.Model.Torch;

// Element by element, with broadcasting and type promotion as in PyTorch.
public sealed partial class Tensor
{
    /// <summary>Sum with <paramref name="right"/>.</summary>
    public Tensor Add(Tensor right) => Own(TorchNative.Add(Handle, right.Handle, out TensorHandle result), result);

    /// <inheritdoc cref="Add(Tensor)"/>
    public Tensor Add(double right) => Own(TorchNative.AddScalar(Handle, right, out TensorHandle result), result);

    /// <inheritdoc cref="Add(Tensor)"/>
    public Tensor Add_(Tensor right) => Done(TorchNative.Add_(Handle, right.Handle));

    /// <inheritdoc cref="Add(Tensor)"/>
    public Tensor Add_(double right) => Done(TorchNative.AddScalar_(Handle, right));

    /// <summary>Difference with <paramref name="right"/>.</summary>
    public Tensor Sub(Tensor right) => Own(TorchNative.Sub(Handle, right.Handle, out TensorHandle result), result);

    /// <inheritdoc cref="Sub(Tensor)"/>
    public Tensor Sub(double right) => Own(TorchNative.SubScalar(Handle, right, out TensorHandle result), result);

    /// <inheritdoc cref="Sub(Tensor)"/>
    public Tensor Sub_(Tensor right) => Done(TorchNative.Sub_(Handle, right.Handle));

    /// <inheritdoc cref="Sub(Tensor)"/>
    public Tensor Sub_(double right) => Done(TorchNative.SubScalar_(Handle, right));

    /// <summary>Product with <paramref name="right"/>.</summary>
    public Tensor Mul(Tensor right) => Own(TorchNative.Mul(Handle, right.Handle, out TensorHandle result), result);

    /// <inheritdoc cref="Mul(Tensor)"/>
    public Tensor Mul(double right) => Own(TorchNative.MulScalar(Handle, right, out TensorHandle result), result);

    /// <inheritdoc cref="Mul(Tensor)"/>
    public Tensor Mul_(Tensor right) => Done(TorchNative.Mul_(Handle, right.Handle));

    /// <inheritdoc cref="Mul(Tensor)"/>
    public Tensor Mul_(double right) => Done(TorchNative.MulScalar_(Handle, right));

    /// <summary>Quotient with <paramref name="right"/>.</summary>
    public Tensor Div(Tensor right) => Own(TorchNative.Div(Handle, right.Handle, out TensorHandle result), result);

    /// <inheritdoc cref="Div(Tensor)"/>
    public Tensor Div(double right) => Own(TorchNative.DivScalar(Handle, right, out TensorHandle result), result);

    /// <inheritdoc cref="Div(Tensor)"/>
    public Tensor Div_(Tensor right) => Done(TorchNative.Div_(Handle, right.Handle));

    /// <inheritdoc cref="Div(Tensor)"/>
    public Tensor Div_(double right) => Done(TorchNative.DivScalar_(Handle, right));

    public static Tensor operator +(Tensor left, Tensor right) => left.Add(right);

    public static Tensor operator +(Tensor left, double right) => left.Add(right);

    public static Tensor operator -(Tensor left, Tensor right) => left.Sub(right);

    public static Tensor operator -(Tensor left, double right) => left.Sub(right);

    public static Tensor operator *(Tensor left, Tensor right) => left.Mul(right);

    public static Tensor operator *(Tensor left, double right) => left.Mul(right);

    public static Tensor operator /(Tensor left, Tensor right) => left.Div(right);

    public static Tensor operator /(Tensor left, double right) => left.Div(right);

    public static Tensor operator +(double left, Tensor right) => right.Add(left);

    public static Tensor operator *(double left, Tensor right) => right.Mul(left);

    public static Tensor operator -(double left, Tensor right) => Own(TorchNative.RsubScalar(right.Handle, left, out TensorHandle result), result);

    public static Tensor operator -(Tensor tensor) => tensor.Neg();
}
