using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;
using static VideoSeg.Model.Onnx.OnnxMessages;

namespace VideoSeg.Model.Onnx;

/// <summary>Each operation of a network as operators of ONNX, opset 17 (https://github.com/onnx/onnx/blob/main/docs/Operators.md).</summary>
internal static class OnnxOperators
{
    /// <summary>Adds what computes <paramref name="node"/>.</summary>
    /// <param name="onnx">Where to.</param>
    /// <param name="node">What is to be computed.</param>
    /// <param name="inputs">Names of the values it reads.</param>
    /// <param name="output">Name of its value.</param>
    public static void Append(OnnxGraph onnx, Node node, string[] inputs, string output)
    {
        string[] WithWeights(bool bias) => bias
            ? [inputs[0], onnx.Weights($"{node.Name}.weight"), onnx.Weights($"{node.Name}.bias")]
            : [inputs[0], onnx.Weights($"{node.Name}.weight")];

        switch (node.Operation)
        {
            case Conv2d conv:
                onnx.Node("Conv", output, WithWeights(conv.Bias),
                    [.. Window(conv.Kernel, conv.Stride), Padding(conv.Padding), Attribute("dilations", conv.Dilation, conv.Dilation)]);
                break;
            case ConvTranspose2d conv:
                onnx.Node("ConvTranspose", output, WithWeights(conv.Bias), [.. Window(conv.Kernel, conv.Stride), Padding(conv.Padding)]);
                break;
            case BatchNorm2d norm:
                string[] parameters = ["weight", "bias", "running_mean", "running_var"];
                onnx.Node("BatchNormalization", output, [inputs[0], .. parameters.Select(name => onnx.Weights($"{node.Name}.{name}"))],
                    Attribute("epsilon", (float)norm.Epsilon));
                break;
            case Linear linear:
                // Gemm wants a matrix: [N, C, 1, 1] becomes [N, C] and, after it, [N, C', 1, 1] again.
                string[] operands = WithWeights(linear.Bias);
                onnx.Node("Flatten", $"{output}/flat", [inputs[0]], Attribute("axis", 1L));
                onnx.Node("Gemm", $"{output}/product", [$"{output}/flat", .. operands[1..]], Attribute("transB", 1L));
                onnx.Node("Unsqueeze", output, [$"{output}/product", onnx.Constant($"{output}/axes", 2L, 3L)]);
                break;
            case ReLU:
                onnx.Node("Relu", output, inputs);
                break;
            case Sigmoid:
                onnx.Node("Sigmoid", output, inputs);
                break;
            case GlobalAveragePool:
                onnx.Node("GlobalAveragePool", output, inputs);
                break;
            case MaxPool2d pool:
                onnx.Node("MaxPool", output, inputs, Window(pool.Kernel, pool.Stride));
                break;
            case UpsampleNearest up:
                Resize(onnx, inputs[0], output, up.Factor, Attribute("mode", "nearest"),
                    Attribute("coordinate_transformation_mode", "asymmetric"), Attribute("nearest_mode", "floor"));
                break;
            case UpsampleBilinear up:
                Resize(onnx, inputs[0], output, up.Factor, Attribute("mode", "linear"),
                    Attribute("coordinate_transformation_mode", up.AlignCorners ? "align_corners" : "half_pixel"));
                break;
            case Concat:
                onnx.Node("Concat", output, inputs, Attribute("axis", 1L));
                break;
            case Add:
                Chain(onnx, "Add", inputs, output);
                break;
            case Multiply or ScaleChannels:
                Chain(onnx, "Mul", inputs, output);
                break;
            default:
                throw new GraphException($"{node.Name}: there is no ONNX form of {node.Operation.GetType().Name}");
        }
    }

    private static ProtobufMessage[] Window(int kernel, int stride) => [Attribute("kernel_shape", kernel, kernel), Attribute("strides", stride, stride)];

    private static ProtobufMessage Padding(int padding) => Attribute("pads", padding, padding, padding, padding);

    /// <summary>Enlargement by a factor and not to a size, so that the input's size may stay open.</summary>
    private static void Resize(OnnxGraph onnx, string input, string output, int factor, params ProtobufMessage[] attributes) =>
        onnx.Node("Resize", output, [input, "", onnx.Constant($"{output}/scales", 1f, 1f, factor, factor)], attributes);

    /// <summary>An operator of two inputs on two or more, from the first to the last.</summary>
    private static void Chain(OnnxGraph onnx, string type, string[] inputs, string output)
    {
        string value = inputs[0];
        for (int i = 1; i < inputs.Length; i++)
        {
            string next = i == inputs.Length - 1 ? output : $"{output}/{i}";
            onnx.Node(type, next, [value, inputs[i]]);
            value = next;
        }
    }
}
