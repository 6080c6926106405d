using System.Runtime.InteropServices;

namespace VideoSeg.Model.Cuda.Interop;

/// <summary>vsc_queue, field for field.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeQueue
{
    public nint Stream;
    public int Device;
    public int Reserved;
}
