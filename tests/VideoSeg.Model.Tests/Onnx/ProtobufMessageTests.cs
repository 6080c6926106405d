using VideoSeg.Model.Onnx;
using Xunit;

namespace VideoSeg.Model.Tests.Onnx;

public sealed class ProtobufMessageTests
{
    [Fact]
    public void WriteTo_EveryKindOfField_IsReadBackByTheLibrary()
    {
        // Numbers of fields and lengths on both sides of what fits into one byte.
        byte[] bytes = [.. Enumerable.Range(0, 300).Select(i => (byte)i)];
        var inner = new ProtobufMessage().Integers(1, 3L, -1L).Text(16, "");
        var message = new ProtobufMessage().Integer(1, 1L << 40).Number(2, -0.25f).Text(15, "größer").Bytes(200, bytes).Messages(3, inner, new ProtobufMessage());
        inner.Text(17, new string('a', 200)); // A message may still grow.

        WireField[] fields = Read(message);

        Assert.Equal([1, 2, 15, 200, 3, 3], fields.Select(field => field.Number));
        Assert.Equal(1L << 40, fields[0].Integer);
        Assert.Equal(-0.25f, fields[1].Float);
        Assert.Equal("größer", fields[2].Text);
        Assert.Equal(bytes, fields[3].Bytes);
        Assert.Equal([(1, 3), (1, -1), (16, 0), (17, 0)], fields[4].Message.Select(field => (field.Number, field.Integer)));
        Assert.Equal(new string('a', 200), fields[4].Message[^1].Text);
        Assert.Empty(fields[5].Message);
    }

    private static WireField[] Read(ProtobufMessage message)
    {
        using var stream = new MemoryStream();
        message.WriteTo(stream);
        return WireField.Read(stream.ToArray());
    }
}
