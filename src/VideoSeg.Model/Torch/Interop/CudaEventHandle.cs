using Microsoft.Win32.SafeHandles;

namespace VideoSeg.Model.Torch.Interop;

/// <summary>Owns one native event handle.</summary>
internal sealed class CudaEventHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>For the marshaller, which fills it in.</summary>
    public CudaEventHandle()
        : base(ownsHandle: true)
    {
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => TorchNative.FreeEvent(handle) == 0;
}
