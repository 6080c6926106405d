using Microsoft.Win32.SafeHandles;

namespace VideoSeg.Model.Torch.Interop;

/// <summary>Owns one native TorchScript module.</summary>
internal sealed class ScriptModuleHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>For the marshaller, which fills it in.</summary>
    public ScriptModuleHandle()
        : base(ownsHandle: true)
    {
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => TorchNative.FreeModule(handle) == 0;
}
