using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VideoSeg.Model.Torch.Interop;

/// <summary>vst_tensor_description, field for field.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TensorDescription
{
    public int ScalarType;
    public int DeviceKind;
    public int DeviceIndex;
    public int Dimensions;
    public long ElementCount;
    public Sizes8 Sizes;

    [InlineArray(8)]
    internal struct Sizes8
    {
        private long _first;
    }
}
