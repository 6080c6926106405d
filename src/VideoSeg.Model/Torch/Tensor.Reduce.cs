using VideoSeg.Model.Torch.Interop;

namespace VideoSeg.Model.Torch;

public sealed partial class Tensor
{
    /// <summary>Sum over the dimensions <paramref name="dims"/>, or over all where there are none.</summary>
    /// <param name="dims">Dimensions, negative from the end.</param>
    /// <param name="keepDim">Keep them with size 1.</param>
    public Tensor Sum(ReadOnlySpan<long> dims = default, bool keepDim = false) =>
        Own(TorchNative.Sum(Handle, dims, dims.Length, keepDim ? 1 : 0, out TensorHandle result), result);

    /// <summary>Mean over the dimensions <paramref name="dims"/>, or over all where there are none.</summary>
    /// <param name="dims">Dimensions, negative from the end.</param>
    /// <param name="keepDim">Keep them with size 1.</param>
    public Tensor Mean(ReadOnlySpan<long> dims = default, bool keepDim = false) =>
        Own(TorchNative.Mean(Handle, dims, dims.Length, keepDim ? 1 : 0, out TensorHandle result), result);

    /// <summary>Largest element over the dimensions <paramref name="dims"/>, or over all where there are none.</summary>
    /// <param name="dims">Dimensions, negative from the end.</param>
    /// <param name="keepDim">Keep them with size 1.</param>
    public Tensor Amax(ReadOnlySpan<long> dims = default, bool keepDim = false) =>
        Own(TorchNative.Amax(Handle, dims, dims.Length, keepDim ? 1 : 0, out TensorHandle result), result);

    /// <summary>Smallest element over the dimensions <paramref name="dims"/>, or over all where there are none.</summary>
    /// <param name="dims">Dimensions, negative from the end.</param>
    /// <param name="keepDim">Keep them with size 1.</param>
    public Tensor Amin(ReadOnlySpan<long> dims = default, bool keepDim = false) =>
        Own(TorchNative.Amin(Handle, dims, dims.Length, keepDim ? 1 : 0, out TensorHandle result), result);

    /// <summary>Variance over the dimensions <paramref name="dims"/>, or over all where there are none.</summary>
    /// <param name="dims">Dimensions, negative from the end.</param>
    /// <param name="unbiased">Divide by one less than the count.</param>
    /// <param name="keepDim">Keep them with size 1.</param>
    public Tensor Var(ReadOnlySpan<long> dims = default, bool unbiased = true, bool keepDim = false) =>
        Own(TorchNative.Var(Handle, dims, dims.Length, unbiased ? 1 : 0, keepDim ? 1 : 0, out TensorHandle result), result);

    /// <summary>The largest of all elements.</summary>
    public Tensor Max() => Amax();

    /// <summary>The smallest of all elements.</summary>
    public Tensor Min() => Amin();

    /// <summary>Index (int64) of the largest element along <paramref name="dim"/>; the first of equals.</summary>
    public Tensor ArgMax(long dim, bool keepDim = false) => Own(TorchNative.ArgMax(Handle, dim, keepDim ? 1 : 0, out TensorHandle result), result);

    /// <summary>Euclidean norm of all elements.</summary>
    public Tensor Norm() => Own(TorchNative.Norm(Handle, out TensorHandle result), result);
}
