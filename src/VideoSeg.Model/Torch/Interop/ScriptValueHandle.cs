using Microsoft.Win32.SafeHandles;

namespace VideoSeg.Model.Torch.Interop;

/// <summary>Owns one native value of TorchScript.</summary>
internal sealed class ScriptValueHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>For the marshaller, which fills it in.</summary>
    public ScriptValueHandle()
        : base(ownsHandle: true)
    {
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => TorchNative.FreeValue(handle) == 0;
}
