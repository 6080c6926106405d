using System.Runtime.InteropServices;

namespace VideoSeg.Model.OneDnn.Interop;

/// <summary>vsd_program.</summary>
internal sealed class ProgramHandle : SafeHandle
{
    public ProgramHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => OneDnnNative.ProgramFree(handle) == 0;
}
