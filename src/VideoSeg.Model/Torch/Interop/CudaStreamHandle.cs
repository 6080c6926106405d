using Microsoft.Win32.SafeHandles;

namespace VideoSeg.Model.Torch.Interop;

/// <summary>Owns one native stream handle.</summary>
internal sealed class CudaStreamHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>For the marshaller, which fills it in.</summary>
    public CudaStreamHandle()
        : base(ownsHandle: true)
    {
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => TorchNative.FreeStream(handle) == 0;
}
