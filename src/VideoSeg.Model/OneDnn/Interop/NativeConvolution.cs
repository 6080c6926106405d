using System.Runtime.InteropServices;

namespace VideoSeg.Model.OneDnn.Interop;

/// <summary>vsd_convolution.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeConvolution
{
    public NativeTensor Source;
    public NativeTensor Destination;
    public int Kernel;
    public int Stride;
    public int Dilation;
    public int PadTop;
    public int PadLeft;
    public int PadBottom;
    public int PadRight;
    public int WeightsType;
    public int Accumulate;
    public int Relu;
}
