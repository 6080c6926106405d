namespace VideoSeg.Model.Onnx;

/// <summary>
/// The messages of an ONNX file (https://github.com/onnx/onnx/blob/main/docs/IR.md): the numbers of their fields stand here and nowhere else.
/// </summary>
internal static class OnnxMessages
{
    private const int IrVersion = 8;

    private const int OpsetVersion = 17;

    private const int FloatElements = 1;

    private const int Int64Elements = 7;

    private enum AttributeType
    {
        Float = 1,
        Integer = 2,
        Text = 3,
        Integers = 7,
    }

    /// <summary>ModelProto.</summary>
    public static ProtobufMessage Model(ProtobufMessage graph, string producer, string producerVersion, IEnumerable<KeyValuePair<string, string>> metadata) => new ProtobufMessage()
        .Integer(1, IrVersion)
        .Text(2, producer)
        .Text(3, producerVersion)
        .Message(7, graph)
        .Message(8, new ProtobufMessage().Text(1, "").Integer(2, OpsetVersion))
        .Messages(14, metadata.Select(pair => new ProtobufMessage().Text(1, pair.Key).Text(2, pair.Value)));

    /// <summary>GraphProto.</summary>
    public static ProtobufMessage Graph(
        string name,
        string description,
        IEnumerable<ProtobufMessage> nodes,
        IEnumerable<ProtobufMessage> initializers,
        ProtobufMessage input,
        IEnumerable<ProtobufMessage> outputs) => new ProtobufMessage()
        .Messages(1, nodes)
        .Text(2, name)
        .Messages(5, initializers)
        .Text(10, description)
        .Message(11, input)
        .Messages(12, outputs);

    /// <summary>NodeProto; an input that an operator may lack is named by an empty text.</summary>
    public static ProtobufMessage Node(string type, string name, IEnumerable<string> inputs, string output, IEnumerable<ProtobufMessage> attributes)
    {
        var node = new ProtobufMessage();
        foreach (string input in inputs)
        {
            node.Text(1, input);
        }

        return node.Text(2, output).Text(3, name).Text(4, type).Messages(5, attributes);
    }

    /// <summary>AttributeProto of a number.</summary>
    public static ProtobufMessage Attribute(string name, float value) => Attribute(name, AttributeType.Float).Number(2, value);

    /// <summary>AttributeProto of an integer.</summary>
    public static ProtobufMessage Attribute(string name, long value) => Attribute(name, AttributeType.Integer).Integer(3, value);

    /// <summary>AttributeProto of a text.</summary>
    public static ProtobufMessage Attribute(string name, string value) => Attribute(name, AttributeType.Text).Text(4, value);

    /// <summary>AttributeProto of a list of integers.</summary>
    public static ProtobufMessage Attribute(string name, params long[] values) => Attribute(name, AttributeType.Integers).Integers(8, values);

    /// <summary>TensorProto of float32, little-endian.</summary>
    public static ProtobufMessage Floats(string name, IEnumerable<long> shape, ReadOnlyMemory<byte> data) => Tensor(name, FloatElements, shape, data);

    /// <summary>TensorProto of int64, little-endian.</summary>
    public static ProtobufMessage Integers(string name, IEnumerable<long> shape, ReadOnlyMemory<byte> data) => Tensor(name, Int64Elements, shape, data);

    /// <summary>ValueInfoProto of float32.</summary>
    public static ProtobufMessage Value(string name, IEnumerable<OnnxDimension> shape) => new ProtobufMessage()
        .Text(1, name)
        .Message(2, new ProtobufMessage().Message(1, new ProtobufMessage()
            .Integer(1, FloatElements)
            .Message(2, new ProtobufMessage().Messages(1, shape.Select(Dimension)))));

    private static ProtobufMessage Attribute(string name, AttributeType type) => new ProtobufMessage().Text(1, name).Integer(20, (long)type);

    private static ProtobufMessage Tensor(string name, int type, IEnumerable<long> shape, ReadOnlyMemory<byte> data) =>
        new ProtobufMessage().Integers(1, shape).Integer(2, type).Text(8, name).Bytes(9, data);

    private static ProtobufMessage Dimension(OnnxDimension dimension) => dimension switch
    {
        { Size: { } size } => new ProtobufMessage().Integer(1, size),
        { Name: { } name } => new ProtobufMessage().Text(2, name),
        _ => new ProtobufMessage(),
    };
}
