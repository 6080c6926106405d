using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VideoSeg.Model.Cuda.Interop;

/// <summary>vsc_combination, field for field.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeCombination
{
    public const int MaximumOperands = 4;
    public const int MaximumResults = 2;

    public OperandArray Operands;
    public ResultArray Results;
    public int Type;
    public int Pictures;
    public int Height;
    public int Width;
    public int Channels;
    public int OperandCount;
    public int ResultCount;
    public int Reserved;

    [InlineArray(MaximumOperands)]
    internal struct OperandArray
    {
        private NativeOperand _first;
    }

    [InlineArray(MaximumResults)]
    internal struct ResultArray
    {
        private NativeResult _first;
    }
}
