using System.Runtime.InteropServices;

namespace VideoSeg.Model.Cuda.Interop;

/// <summary>vsc_samples, field for field.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeSamples
{
    public nint First;
    public long RowBytes;
    public int Width;
    public int Height;
    public int StepBytes;
    public int IsWord;
    public int Shift;
    public int Depth;
}
