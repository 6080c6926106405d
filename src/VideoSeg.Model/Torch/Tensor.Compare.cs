using VideoSeg.Model.Torch.Interop;

namespace VideoSeg.Model.Torch;

// Comparisons give boolean tensors.
public sealed partial class Tensor
{
    /// <summary>Where an element equals <paramref name="value"/>.</summary>
    public Tensor EqualTo(double value) => Own(TorchNative.EqScalar(Handle, value, out TensorHandle result), result);

    /// <summary>Where an element differs from <paramref name="value"/>.</summary>
    public Tensor NotEqualTo(double value) => Own(TorchNative.NeScalar(Handle, value, out TensorHandle result), result);

    /// <summary>Where an element is above <paramref name="value"/>.</summary>
    public Tensor GreaterThan(double value) => Own(TorchNative.GtScalar(Handle, value, out TensorHandle result), result);

    /// <summary>Where an element is at least <paramref name="value"/>.</summary>
    public Tensor GreaterThanOrEqual(double value) => Own(TorchNative.GeScalar(Handle, value, out TensorHandle result), result);

    /// <summary>Where an element is below <paramref name="value"/>.</summary>
    public Tensor LessThan(double value) => Own(TorchNative.LtScalar(Handle, value, out TensorHandle result), result);

    /// <summary>Where an element is at most <paramref name="value"/>.</summary>
    public Tensor LessThanOrEqual(double value) => Own(TorchNative.LeScalar(Handle, value, out TensorHandle result), result);

    /// <summary>Where an element equals <paramref name="other"/>'s.</summary>
    public Tensor EqualTo(Tensor other) => Own(TorchNative.Eq(Handle, other.Handle, out TensorHandle result), result);

    /// <summary>Where an element is neither infinite nor not a number.</summary>
    public Tensor IsFinite() => Own(TorchNative.IsFinite(Handle, out TensorHandle result), result);

    /// <summary>Where an element is zero or false.</summary>
    public Tensor LogicalNot() => Own(TorchNative.LogicalNot(Handle, out TensorHandle result), result);

    /// <summary>Whether all elements are true (one element).</summary>
    public Tensor All() => Own(TorchNative.All(Handle, out TensorHandle result), result);

    /// <summary>Whether any element is true (one element).</summary>
    public Tensor Any() => Own(TorchNative.Any(Handle, out TensorHandle result), result);

    /// <summary>Where both are true.</summary>
    public Tensor LogicalAnd(Tensor other) => Own(TorchNative.LogicalAnd(Handle, other.Handle, out TensorHandle result), result);

    /// <summary>Where either is true.</summary>
    public Tensor LogicalOr(Tensor other) => Own(TorchNative.LogicalOr(Handle, other.Handle, out TensorHandle result), result);

    /// <summary>The larger of two elements.</summary>
    public Tensor Maximum(Tensor other) => Own(TorchNative.Maximum(Handle, other.Handle, out TensorHandle result), result);

    /// <summary>The smaller of two elements.</summary>
    public Tensor Minimum(Tensor other) => Own(TorchNative.Minimum(Handle, other.Handle, out TensorHandle result), result);

    /// <summary>This boolean tensor picks: where true an element of <paramref name="left"/>, else of <paramref name="right"/>.</summary>
    public Tensor Where(Tensor left, Tensor right) =>
        Own(TorchNative.Where(Handle, left.Handle, right.Handle, out TensorHandle result), result);
}
