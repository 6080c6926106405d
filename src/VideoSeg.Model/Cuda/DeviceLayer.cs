using System.Numerics;
using System.Runtime.InteropServices;

namespace VideoSeg.Model.Cuda;

/// <summary>One layer of an overlay as the GPU reads it (vsc_layer of native/cuda, which says what counts for which kind).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct DeviceLayer
{
    /// <summary>0 lines, 1 filled rings, 2 a plate, 3 a heat map.</summary>
    public int Kind;
    public int FirstPath;
    public int PathCount;
    public int Left;
    public int Top;
    public int Right;
    public int Bottom;
    public float Opacity;
    public Vector3 First;
    public Vector3 Second;
    public Vector3 Third;
    public float SecondOpacity;
    public float HalfWidth;
    public float CasingWidth;
    public Vector2 Minimum;
    public Vector2 Maximum;
    public float Radius;
}
