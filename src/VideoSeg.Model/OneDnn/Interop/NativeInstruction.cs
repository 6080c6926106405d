using System.Runtime.InteropServices;

namespace VideoSeg.Model.OneDnn.Interop;

/// <summary>vsd_instruction.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeInstruction
{
    public int Operation;
    public int Access;
    public int Destination;
    public int First;
    public int Second;
    public int Relu;
    public long Scale;
    public long Shift;
    public NativeTensor Tensor;
}
