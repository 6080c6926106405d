using VideoSeg.Model.Torch.Interop;

namespace VideoSeg.Model.Torch;

public sealed partial class Tensor
{
    /// <summary>Whether operations on this tensor are recorded, so that <see cref="Backward"/> reaches it. Set it on parameters only.</summary>
    public bool RequiresGrad
    {
        get
        {
            TorchNative.Check(TorchNative.RequiresGrad(Handle, out int required));
            return required != 0;
        }
        set => TorchNative.Check(TorchNative.SetRequiresGrad(Handle, value ? 1 : 0));
    }

    /// <summary>The gradient that <see cref="Backward"/> accumulated, sharing its memory; null where there is none. The caller's to dispose.</summary>
    public Tensor? Grad()
    {
        TorchNative.Check(TorchNative.Grad(Handle, out TensorHandle gradient));
        if (gradient.IsInvalid)
        {
            gradient.Dispose();
            return null;
        }

        return new Tensor(gradient);
    }

    /// <summary>Replaces the gradient; null drops it.</summary>
    public void SetGrad(Tensor? gradient) => TorchNative.Check(TorchNative.SetGrad(Handle, OrNone(gradient)));

    /// <summary>Adds the gradients of this tensor to all parameters it was computed from, and frees the record of the computation.</summary>
    /// <param name="gradient">The gradient by this tensor, its shape; null where it has one element, then 1.</param>
    public void Backward(Tensor? gradient = null) => TorchNative.Check(TorchNative.Backward(Handle, OrNone(gradient)));
}
