using VideoSeg.Model.Torch.Interop;

namespace VideoSeg.Model.Torch;

public static partial class Functional
{
    /// <summary>Joins tensors along an existing dimension.</summary>
    public static Tensor Cat(IReadOnlyList<Tensor> tensors, long dim)
    {
        using var list = new HandleList(tensors);
        return Tensor.Own(TorchNative.Cat(list.Handles, list.Count, dim, out TensorHandle result), result);
    }

    /// <summary>Joins tensors of one shape along a new dimension.</summary>
    public static Tensor Stack(IReadOnlyList<Tensor> tensors, long dim = 0)
    {
        using var list = new HandleList(tensors);
        return Tensor.Own(TorchNative.Stack(list.Handles, list.Count, dim, out TensorHandle result), result);
    }
}
