using VideoSeg.Model.Torch.Interop;

namespace VideoSeg.Model.Torch;

// Views share this tensor's memory; what must copy says so. Dimensions may be negative, counting from the end.
public sealed partial class Tensor
{
    /// <summary>The same elements in another shape (one size may be -1), where the layout allows it without a copy.</summary>
    public Tensor View(params ReadOnlySpan<long> shape) => Own(TorchNative.View(Handle, shape, shape.Length, out TensorHandle result), result);

    /// <summary>The same elements in another shape (one size may be -1); copies where it must.</summary>
    public Tensor Reshape(params ReadOnlySpan<long> shape) => Own(TorchNative.Reshape(Handle, shape, shape.Length, out TensorHandle result), result);

    /// <summary>Every <paramref name="step"/>-th index from <paramref name="start"/> to before <paramref name="end"/>.</summary>
    public Tensor Slice(long dim, long start, long end, long step = 1) =>
        Own(TorchNative.Slice(Handle, dim, start, end, step, out TensorHandle result), result);

    /// <summary><paramref name="length"/> indices from <paramref name="start"/>.</summary>
    public Tensor Narrow(long dim, long start, long length) => Own(TorchNative.Narrow(Handle, dim, start, length, out TensorHandle result), result);

    /// <summary>One index of a dimension, which goes away.</summary>
    public Tensor Select(long dim, long index) => Own(TorchNative.Select(Handle, dim, index, out TensorHandle result), result);

    /// <summary>A copy of the indices that <paramref name="index"/> (int64, one dimension) lists.</summary>
    public Tensor IndexSelect(long dim, Tensor index) => Own(TorchNative.IndexSelect(Handle, dim, index.Handle, out TensorHandle result), result);

    /// <summary>Without dimension <paramref name="dim"/>, if its size is 1.</summary>
    public Tensor Squeeze(long dim) => Own(TorchNative.Squeeze(Handle, dim, out TensorHandle result), result);

    /// <summary>With a new dimension of size 1 before <paramref name="dim"/>.</summary>
    public Tensor Unsqueeze(long dim) => Own(TorchNative.Unsqueeze(Handle, dim, out TensorHandle result), result);

    /// <summary>The dimensions in another order.</summary>
    public Tensor Permute(params ReadOnlySpan<long> dims) => Own(TorchNative.Permute(Handle, dims, dims.Length, out TensorHandle result), result);

    /// <summary>Two dimensions exchanged.</summary>
    public Tensor Transpose(long dim0, long dim1) => Own(TorchNative.Transpose(Handle, dim0, dim1, out TensorHandle result), result);

    /// <summary>The dimensions from <paramref name="startDim"/> to <paramref name="endDim"/> as one; copies where it must.</summary>
    public Tensor Flatten(long startDim = 0, long endDim = -1) => Own(TorchNative.Flatten(Handle, startDim, endDim, out TensorHandle result), result);

    /// <summary>Dimensions of size 1 repeated to a larger size, without a copy; -1 keeps a size.</summary>
    public Tensor Expand(params ReadOnlySpan<long> shape) => Own(TorchNative.Expand(Handle, shape, shape.Length, out TensorHandle result), result);

    /// <summary>A copy with the order of the indices of these dimensions reversed.</summary>
    public Tensor Flip(params ReadOnlySpan<long> dims) => Own(TorchNative.Flip(Handle, dims, dims.Length, out TensorHandle result), result);

    /// <summary>The same memory, outside the autograd graph.</summary>
    public Tensor Detach() => Own(TorchNative.Detach(Handle, out TensorHandle result), result);
}
