using System.Runtime.InteropServices;

namespace VideoSeg.Pipeline.Interop;

/// <summary>vsa_component.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeComponent
{
    public int Plane;
    public int StepBytes;
    public int OffsetBytes;
    public int ShiftBits;
    public int DepthBits;
}

/// <summary>vsa_pixel_format.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativePixelFormat
{
    public int Id;
    public int Model;
    public int Readable;
    public int HasAlpha;
    public int ChromaShiftX;
    public int ChromaShiftY;
    public int Components;
    public NativeComponent Component0;
    public NativeComponent Component1;
    public NativeComponent Component2;
    public fixed byte Name[32];
}
