using System.Runtime.InteropServices;

namespace VideoSeg.Model.Cuda.Interop;

/// <summary>vsc_image, field for field.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeImage
{
    public nint Data;
    public long ChannelStride;
    public long RowStride;
    public long PixelStride;
    public long Capacity;
    public int Type;
    public int Height;
    public int Width;
    public int Reserved;
}
