using System.Runtime.InteropServices;

namespace VideoSeg.Model.OneDnn.Interop;

/// <summary>vsd_tensor.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeTensor
{
    public long Offset;
    public int Type;
    public int Height;
    public int Width;
    public int Channels;
    public int Pitch;
    public int Block;
}
