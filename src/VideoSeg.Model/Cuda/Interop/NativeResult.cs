using System.Runtime.InteropServices;

namespace VideoSeg.Model.Cuda.Interop;

/// <summary>vsc_result, field for field.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeResult
{
    public nint Data;
    public long PixelStride;
    public long RowStride;
    public long PictureStride;
    public long Capacity;
    public nint Scale;
    public nint Shift;
    public int Relu;
    public int Reserved;
}
