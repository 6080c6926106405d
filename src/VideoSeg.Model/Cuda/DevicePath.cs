using System.Runtime.InteropServices;

namespace VideoSeg.Model.Cuda;

/// <summary>One chain of points of an overlay as the GPU reads it (vsc_path of native/cuda).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct DevicePath
{
    public int FirstPoint;
    public int PointCount;
    public int IsClosed;
    public int Left;
    public int Top;
    public int Right;
    public int Bottom;
}
