using Microsoft.Win32.SafeHandles;

namespace VideoSeg.Model.Torch.Interop;

/// <summary>Owns one native tensor handle. libtorch counts references atomically, so the finaliser's thread may free it too.</summary>
internal sealed class TensorHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>For the marshaller, which fills it in.</summary>
    public TensorHandle()
        : base(ownsHandle: true)
    {
    }

    /// <summary>Stands for an optional tensor that is not given: a null pointer.</summary>
    internal static TensorHandle None { get; } = new();

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => TorchNative.FreeTensor(handle) == 0;
}
