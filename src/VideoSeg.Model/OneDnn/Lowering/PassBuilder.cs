using System.Collections.Immutable;
using VideoSeg.Model.OneDnn.Interop;

namespace VideoSeg.Model.OneDnn.Lowering;

/// <summary>Collects the instructions of a pass and gives registers to what they compute.</summary>
internal sealed class PassBuilder(int height, int width, int channels)
{
    /// <summary>Registers that there are (VSD_REGISTERS).</summary>
    public const int Registers = 12;

    private readonly List<(NativeInstruction Instruction, Func<TensorLayout>? Tensor)> _instructions = [];
    private readonly List<float> _constants = [];
    private readonly List<Slot> _slots = [];
    private readonly Stack<int> _free = new(Enumerable.Range(0, Registers).Reverse());

    public int Height { get; } = height;

    public int Width { get; } = width;

    public int Channels { get; } = channels;

    /// <summary>The values that it reads and writes.</summary>
    public IReadOnlyList<Slot> Slots => _slots;

    /// <summary>A value, in a new register.</summary>
    public int Load(Slot slot, PassAccess access)
    {
        int register = _free.Pop();
        Append(new() { Operation = (int)PassOperation.Load, Access = (int)access, Destination = register }, slot, () => slot.Layout);
        return register;
    }

    /// <summary>Writes a register to a place that is known once the arena is planned.</summary>
    public void Store(int register, Slot slot, Func<TensorLayout> layout, PassAccess access) =>
        Append(new() { Operation = (int)PassOperation.Store, Access = (int)access, First = register }, slot, layout);

    /// <summary>The sum or product of two registers, in a new one.</summary>
    public int Combine(PassOperation operation, int first, int second)
    {
        int destination = _free.Pop();
        Append(new() { Operation = (int)operation, First = first, Second = second, Destination = destination });
        return destination;
    }

    /// <summary>scale x + shift, into a new register: the old one keeps its value.</summary>
    public int Affine(int register, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift, bool relu)
    {
        int destination = _free.Pop();
        Append(new()
        {
            Operation = (int)PassOperation.Affine,
            First = register,
            Destination = destination,
            Relu = relu ? 1 : 0,
            Scale = Constants(scale),
            Shift = Constants(shift),
        });
        return destination;
    }

    /// <summary>Each channel times its number in the vector, in a new register.</summary>
    public int Factor(int register, Slot vector)
    {
        int destination = _free.Pop();
        Append(new() { Operation = (int)PassOperation.Factor, First = register, Destination = destination }, vector, () => vector.Layout);
        return destination;
    }

    /// <summary>max(0, x), in a new register.</summary>
    public int Relu(int register)
    {
        int destination = _free.Pop();
        Append(new() { Operation = (int)PassOperation.Relu, First = register, Destination = destination });
        return destination;
    }

    /// <summary>The mean of each channel over all pixels goes into the vector.</summary>
    public void Mean(int register, Slot vector) =>
        Append(new() { Operation = (int)PassOperation.Mean, First = register }, vector, () => vector.Layout);

    /// <summary>Gives a register back.</summary>
    public void Free(int register) => _free.Push(register);

    /// <summary>The finished pass.</summary>
    public Action<OneDnnProgram> Finish()
    {
        ImmutableArray<(NativeInstruction Instruction, Func<TensorLayout>? Tensor)> instructions = [.. _instructions];
        float[] constants = [.. _constants];
        return program =>
        {
            var native = new NativeInstruction[instructions.Length];
            for (int i = 0; i < native.Length; i++)
            {
                native[i] = instructions[i].Instruction with { Tensor = instructions[i].Tensor?.Invoke().ToNative() ?? default };
            }

            program.AddPass(Height, Width, Channels, native, constants);
        };
    }

    private void Append(NativeInstruction instruction, Slot? slot = null, Func<TensorLayout>? tensor = null)
    {
        _instructions.Add((instruction, tensor));
        if (slot is not null)
        {
            _slots.Add(slot);
        }
    }

    private long Constants(ReadOnlySpan<float> values)
    {
        long index = _constants.Count;
        _constants.AddRange(values);
        return index;
    }
}
