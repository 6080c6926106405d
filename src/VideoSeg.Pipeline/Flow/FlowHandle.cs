using System.Runtime.InteropServices;

namespace VideoSeg.Pipeline.Flow;

/// <summary>vsv_flow.</summary>
internal sealed class FlowHandle : SafeHandle
{
    public FlowHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => VisionNative.FlowFree(handle) == 0;
}
