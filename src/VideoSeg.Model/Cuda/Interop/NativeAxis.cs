using System.Runtime.InteropServices;

namespace VideoSeg.Model.Cuda.Interop;

/// <summary>vsc_axis, field for field.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeAxis
{
    public nint Starts;
    public nint Counts;
    public nint Weights;
    public int Size;
    public int Stride;
}
