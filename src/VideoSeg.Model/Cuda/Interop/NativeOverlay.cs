using System.Runtime.InteropServices;

namespace VideoSeg.Model.Cuda.Interop;

/// <summary>vsc_overlay, field for field.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeOverlay
{
    public Three<NativeSamples> Samples;
    public nint Layers;
    public nint Paths;
    public nint Points;
    public nint Rows;
    public nint Probabilities;
    public long PlaneStride;
    public int ProbabilityType;
    public int Planes;
    public int PlaneHeight;
    public int PlaneWidth;
    public int LayerCount;
    public int PathCount;
    public int PointCount;
    public int Components;
    public int Width;
    public int Height;
    public int ShiftX;
    public int ShiftY;
    public int Left;
    public int Top;
    public int Right;
    public int Bottom;
}
