using System.Runtime.InteropServices;

namespace VideoSeg.Model.Cuda.Interop;

/// <summary>vsc_operand, field for field.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeOperand
{
    public nint Data;
    public nint Phase1;
    public nint Phase2;
    public nint Phase3;
    public long PixelStride;
    public long RowStride;
    public long PictureStride;
    public long Capacity;
    public nint Factor;
    public long FactorStride;
    public int Access;
    public int Multiply;
}
