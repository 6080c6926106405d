using System.Runtime.InteropServices;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Model.Cuda.Interop;

/// <summary>vsc_conversion, field for field.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeConversion
{
    public Three<NativeSamples> Samples;
    public Three<NativeAxis> X;
    public Three<NativeAxis> Y;
    public ColorTransform Matrix;
    public int Components;
    public int Reserved;
}
