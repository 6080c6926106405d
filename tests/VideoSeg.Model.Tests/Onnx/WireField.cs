using Google.Protobuf;

namespace VideoSeg.Model.Tests.Onnx;

/// <summary>A field of a message in Protocol Buffers' wire format, read by the library's own reader.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Integer">Its value where it is an integer.</param>
/// <param name="Bytes">Its value where it is a text, bytes or a message.</param>
/// <param name="Float">Its value where it is a float.</param>
internal sealed record WireField(int Number, long Integer = 0, byte[]? Bytes = null, float Float = 0)
{
    /// <summary>The value as a text.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Bytes!);

    /// <summary>The value as a message.</summary>
    public WireField[] Message => Read(Bytes!);

    /// <summary>All fields of a message, in order.</summary>
    public static WireField[] Read(byte[] message)
    {
        using var input = new CodedInputStream(message);
        var fields = new List<WireField>();
        while (input.ReadTag() is not 0 and uint tag)
        {
            int number = WireFormat.GetTagFieldNumber(tag);
            fields.Add(WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => new(number, Integer: input.ReadInt64()),
                WireFormat.WireType.Fixed32 => new(number, Float: input.ReadFloat()),
                _ => new(number, Bytes: input.ReadBytes().ToByteArray()),
            });
        }

        return [.. fields];
    }
}
