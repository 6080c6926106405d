using Google.Protobuf;

namespace VideoSeg.Model.Onnx;

/// <summary>
/// A message in the wire format of Protocol Buffers, put together field by field; the fields' numbers are the caller's business. Bytes are kept as
/// they are handed over, not copied, so that large weights are in memory once.
/// </summary>
internal sealed class ProtobufMessage
{
    private readonly List<(Func<int> Size, Action<CodedOutputStream> Write)> _fields = [];

    /// <summary>An integer (<c>int32</c>, <c>int64</c>, an enumeration).</summary>
    public ProtobufMessage Integer(int field, long value) => Add(
        field, WireFormat.WireType.Varint, () => CodedOutputStream.ComputeInt64Size(value), output => output.WriteInt64(value));

    /// <summary>A <c>float</c>.</summary>
    public ProtobufMessage Number(int field, float value) => Add(
        field, WireFormat.WireType.Fixed32, () => sizeof(float), output => output.WriteFloat(value));

    /// <summary>A <c>string</c>.</summary>
    public ProtobufMessage Text(int field, string value) => Add(
        field, WireFormat.WireType.LengthDelimited, () => CodedOutputStream.ComputeStringSize(value), output => output.WriteString(value));

    /// <summary>Bytes, which must not change any more.</summary>
    public ProtobufMessage Bytes(int field, ReadOnlyMemory<byte> value)
    {
        ByteString bytes = UnsafeByteOperations.UnsafeWrap(value);
        return Add(field, WireFormat.WireType.LengthDelimited, () => CodedOutputStream.ComputeBytesSize(bytes), output => output.WriteBytes(bytes));
    }

    /// <summary>A message within this one.</summary>
    public ProtobufMessage Message(int field, ProtobufMessage value) => Add(
        field,
        WireFormat.WireType.LengthDelimited,
        () => checked(CodedOutputStream.ComputeLengthSize(value.Size) + value.Size),
        output =>
        {
            output.WriteLength(value.Size);
            value.WriteFields(output);
        });

    /// <summary>A repeated field of integers, each with its own tag.</summary>
    public ProtobufMessage Integers(int field, params IEnumerable<long> values)
    {
        foreach (long value in values)
        {
            Integer(field, value);
        }

        return this;
    }

    /// <summary>A repeated field of messages.</summary>
    public ProtobufMessage Messages(int field, params IEnumerable<ProtobufMessage> values)
    {
        foreach (ProtobufMessage value in values)
        {
            Message(field, value);
        }

        return this;
    }

    /// <summary>Writes all fields, in the order in which they were added; the stream stays open.</summary>
    public void WriteTo(Stream stream)
    {
        using var output = new CodedOutputStream(stream, leaveOpen: true);
        WriteFields(output);
    }

    private int Size => checked(_fields.Sum(part => part.Size()));

    private void WriteFields(CodedOutputStream output) => _fields.ForEach(field => field.Write(output));

    private ProtobufMessage Add(int field, WireFormat.WireType type, Func<int> size, Action<CodedOutputStream> write)
    {
        int tagSize = CodedOutputStream.ComputeTagSize(field);
        _fields.Add((() => checked(tagSize + size()), output =>
        {
            output.WriteTag(field, type);
            write(output);
        }));
        return this;
    }
}
