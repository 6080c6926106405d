using System.Buffers.Binary;
using System.Text;

namespace VideoSeg.Model.Weights.Pickle;

/// <summary>
/// Reads a pickle as data. A stack machine that knows some opcodes and a handful of names: no class is instantiated, no function of the
/// file called, and each step grows memory by no more than the bytes it read.
/// </summary>
internal sealed class PickleReader
{
    private const int HighestProtocol = 5;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly byte[] _data;
    private readonly List<object?> _stack = [];
    private readonly List<int> _marks = [];
    private readonly Dictionary<uint, object?> _memo = [];
    private int _position;

    private PickleReader(byte[] data) => _data = data;

    /// <summary>The object that <paramref name="data"/> describes: null, bool, long, double, string, a list, or one of the types of PickleObjects.</summary>
    /// <exception cref="PickleFormatException">It is cut short, malformed, or holds what is not admitted.</exception>
    public static object? Read(byte[] data) => new PickleReader(data).Run();

    private object? Run()
    {
        while (true)
        {
            var opcode = (PickleOpcode)Take(1)[0];
            if (opcode == PickleOpcode.Stop)
            {
                object? result = Pop();
                return _stack.Count == 0 && _marks.Count == 0 ? result : throw new PickleFormatException("it ends with objects left over");
            }

            Execute(opcode);
        }
    }

    private void Execute(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Protocol:
                int protocol = Take(1)[0];
                if (protocol is < 2 or > HighestProtocol)
                {
                    throw new PickleFormatException($"expected pickle protocol 2 to {HighestProtocol}, found {protocol}");
                }

                break;
            case PickleOpcode.Frame:
                Take(sizeof(ulong));
                break;
            case PickleOpcode.Mark:
                _marks.Add(_stack.Count);
                break;
            case PickleOpcode.None:
                Push(null);
                break;
            case PickleOpcode.NewTrue:
                Push(true);
                break;
            case PickleOpcode.NewFalse:
                Push(false);
                break;
            case PickleOpcode.BinInt:
                Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4)));
                break;
            case PickleOpcode.BinInt1:
                Push((long)Take(1)[0]);
                break;
            case PickleOpcode.BinInt2:
                Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2)));
                break;
            case PickleOpcode.Long1:
                Push(ReadLong(Take(Take(1)[0])));
                break;
            case PickleOpcode.BinFloat:
                Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8)));
                break;
            case PickleOpcode.BinUnicode:
                Push(Text(Take(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))));
                break;
            case PickleOpcode.ShortBinUnicode:
                Push(Text(Take(Take(1)[0])));
                break;
            case PickleOpcode.EmptyDictionary:
                Push(new PickleDictionary());
                break;
            case PickleOpcode.EmptyList:
                Push(new List<object?>());
                break;
            case PickleOpcode.EmptyTuple:
                Push(new PickleTuple([]));
                break;
            case PickleOpcode.Tuple:
                Push(new PickleTuple(PopToMark()));
                break;
            case PickleOpcode.Tuple1 or PickleOpcode.Tuple2 or PickleOpcode.Tuple3:
                Push(new PickleTuple(PopLast(opcode - PickleOpcode.Tuple1 + 1)));
                break;
            case PickleOpcode.BinPut:
                _memo[Take(1)[0]] = Top();
                break;
            case PickleOpcode.LongBinPut:
                _memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(4))] = Top();
                break;
            case PickleOpcode.Memoize:
                _memo[(uint)_memo.Count] = Top();
                break;
            case PickleOpcode.BinGet:
                Push(Remember(Take(1)[0]));
                break;
            case PickleOpcode.LongBinGet:
                Push(Remember(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))));
                break;
            case PickleOpcode.Append:
                Append(PopLast(1));
                break;
            case PickleOpcode.Appends:
                Append(PopToMark());
                break;
            case PickleOpcode.SetItem:
                SetItems(PopLast(2));
                break;
            case PickleOpcode.SetItems:
                SetItems(PopToMark());
                break;
            case PickleOpcode.Global:
                Push(PickleGlobals.Admit(Line(), Line()));
                break;
            case PickleOpcode.StackGlobal:
                Push(PopLast(2) is [string module, string name] ? PickleGlobals.Admit(module, name) : throw new PickleFormatException("it names a global that is no text"));
                break;
            case PickleOpcode.BinPersistentId:
                Push(PickleGlobals.LoadPersistent(Pop()));
                break;
            case PickleOpcode.Reduce:
                object?[] call = PopLast(2);
                Push(PickleGlobals.Reduce(call[0], call[1]));
                break;
            case PickleOpcode.Build:
                // The attributes of an OrderedDict (a state_dict's _metadata: versions of modules) say nothing about the weights.
                Pop();
                if (Top() is not PickleDictionary)
                {
                    throw new PickleFormatException("it sets attributes of something that is no OrderedDict");
                }

                break;
            default:
                throw new PickleFormatException($"it uses the pickle opcode 0x{(byte)opcode:X2} at byte {_position - 1}, which no plain checkpoint needs");
        }
    }

    private static long ReadLong(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > sizeof(long))
        {
            throw new PickleFormatException($"expected whole numbers of at most 8 bytes, found one of {bytes.Length}");
        }

        long value = bytes.Length > 0 && (sbyte)bytes[^1] < 0 ? -1 : 0;
        for (int i = bytes.Length - 1; i >= 0; i--)
        {
            value = (value << 8) | bytes[i];
        }

        return value;
    }

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new PickleFormatException("it holds text that is no UTF-8", e);
        }
    }

    private string Line()
    {
        int length = _data.AsSpan(_position).IndexOf((byte)'\n');
        if (length < 0)
        {
            throw new PickleFormatException("it is cut short");
        }

        string line = Text(Take((uint)length));
        _position++;
        return line;
    }

    private ReadOnlySpan<byte> Take(uint count)
    {
        if (count > _data.Length - _position)
        {
            throw new PickleFormatException("it is cut short");
        }

        _position += (int)count;
        return _data.AsSpan(_position - (int)count, (int)count);
    }

    private object? Remember(uint key) =>
        _memo.TryGetValue(key, out object? value) ? value : throw new PickleFormatException($"it refers to object {key}, which it has not stored");

    private void Push(object? value) => _stack.Add(value);

    private object? Top() => _stack.Count > Floor ? _stack[^1] : throw new PickleFormatException("it takes an object from an empty stack");

    private int Floor => _marks.Count > 0 ? _marks[^1] : 0;

    private object? Pop()
    {
        object? value = Top();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private object?[] PopLast(int count)
    {
        if (_stack.Count - count < Floor)
        {
            throw new PickleFormatException("it takes an object from an empty stack");
        }

        object?[] items = [.. _stack[^count..]];
        _stack.RemoveRange(_stack.Count - count, count);
        return items;
    }

    private object?[] PopToMark()
    {
        if (_marks.Count == 0)
        {
            throw new PickleFormatException("it goes back to a mark that it has not set");
        }

        int mark = _marks[^1];
        object?[] items = PopLast(_stack.Count - mark);
        _marks.RemoveAt(_marks.Count - 1);
        return items;
    }

    private void Append(object?[] items)
    {
        if (Top() is not List<object?> list)
        {
            throw new PickleFormatException("it appends to something that is no list");
        }

        list.AddRange(items);
    }

    private void SetItems(object?[] items)
    {
        if (Top() is not PickleDictionary dictionary || items.Length % 2 != 0)
        {
            throw new PickleFormatException("it sets items of something that is no dict");
        }

        for (int i = 0; i < items.Length; i += 2)
        {
            dictionary.Items.Add(new(items[i], items[i + 1]));
        }
    }
}
