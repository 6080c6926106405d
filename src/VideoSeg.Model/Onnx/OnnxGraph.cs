using System.Collections.Immutable;
using System.Runtime.InteropServices;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Onnx;

/// <summary>
/// A network and its weights as an ONNX graph, node for node: values are called as the nodes that compute them, tensors as in the
/// <c>state_dict</c>. Nothing is folded or fused: that is the reader's work.
/// </summary>
internal sealed class OnnxGraph(WeightSet weights)
{
    private readonly List<ProtobufMessage> _nodes = [];
    private readonly List<ProtobufMessage> _tensors = [];

    /// <summary>The whole graph.</summary>
    public static ProtobufMessage Create(NetworkGraph graph, WeightSet weights, string description, OnnxExportOptions options)
    {
        var onnx = new OnnxGraph(weights);
        bool merges = options.MergeOutputs && graph.Outputs.Length > 1;
        string[] names = merges ? [.. graph.Nodes.Select(node => node.Name)] : ValueNames(graph);
        for (int i = 1; i < names.Length; i++)
        {
            Node node = graph.Nodes[i];
            OnnxOperators.Append(onnx, node, [.. node.Inputs.Select(input => names[input])], names[i]);
        }

        ImmutableArray<GraphOutput> outputs = merges ? [graph.Outputs[0]] : graph.Outputs;
        if (merges)
        {
            onnx.MeanOfProbabilities([.. graph.Outputs.Select(output => names[output.Node])], graph.OutputChannels, outputs[0].Name);
        }

        // A value has one name; whoever else wants it as a result gets a copy.
        foreach (GraphOutput output in merges ? [] : outputs.Where(output => names[output.Node] != output.Name))
        {
            onnx.Node("Identity", output.Name, [names[output.Node]]);
        }

        var shapes = new OnnxShapes(graph, options);
        return OnnxMessages.Graph(
            graph.Name,
            description,
            onnx._nodes,
            onnx._tensors,
            OnnxMessages.Value(names[0], shapes.Of(0)),
            outputs.Select(output => OnnxMessages.Value(output.Name, shapes.Of(output.Node))));
    }

    /// <summary>Adds an operator; it and its only result are called <paramref name="output"/>.</summary>
    public void Node(string type, string output, IEnumerable<string> inputs, params IEnumerable<ProtobufMessage> attributes) =>
        _nodes.Add(OnnxMessages.Node(type, output, inputs, output, attributes));

    /// <summary>Adds a stored tensor of the weights, in float32, and returns its name.</summary>
    public string Weights(string name)
    {
        WeightTensor tensor = weights[name];
        ReadOnlyMemory<byte> data = tensor.Type == ElementType.Float32 ? tensor.Data : WeightTensor.FromFloats(tensor.ToFloats(), tensor.Shape).Data;
        _tensors.Add(OnnxMessages.Floats(name, tensor.Shape, data));
        return name;
    }

    /// <summary>Adds a list of numbers and returns its name.</summary>
    public string Constant(string name, params float[] values)
    {
        _tensors.Add(OnnxMessages.Floats(name, [values.Length], MemoryMarshal.AsBytes(values.AsSpan()).ToArray()));
        return name;
    }

    /// <summary>Adds a list of integers and returns its name.</summary>
    public string Constant(string name, params long[] values)
    {
        _tensors.Add(OnnxMessages.Integers(name, [values.Length], MemoryMarshal.AsBytes(values.AsSpan()).ToArray()));
        return name;
    }

    /// <summary>
    /// Adds logits whose probabilities are the mean of those of several: of one plane log(mean p) - log(mean (1 - p)), of more the logarithm of the mean of
    /// the softmax. All of it by logarithms, log p = -softplus(-x) and log(1 - p) = -softplus(x), so that nothing is lost near 0 and 1, and nothing infinite.
    /// </summary>
    private void MeanOfProbabilities(string[] logits, int planes, string output)
    {
        if (planes > 1)
        {
            foreach (string name in logits)
            {
                Node("LogSoftmax", $"{name}/log", [name], OnnxMessages.Attribute("axis", 1L));
            }

            MeanOfLogarithms(logits, "log", output);
            return;
        }

        foreach (string name in logits)
        {
            Node("Neg", $"{name}/negative", [name]);
            Node("Softplus", $"{name}/positive/softplus", [name]);
            Node("Softplus", $"{name}/negative/softplus", [$"{name}/negative"]);
            Node("Neg", $"{name}/rest", [$"{name}/positive/softplus"]);
            Node("Neg", $"{name}/log", [$"{name}/negative/softplus"]);
        }

        MeanOfLogarithms(logits, "log", "mean/log");
        MeanOfLogarithms(logits, "rest", "mean/rest");
        Node("Sub", output, ["mean/log", "mean/rest"]);
    }

    /// <summary>Adds log(mean(exp(x))) of the values NAME/part of several, by their distances from the largest.</summary>
    private void MeanOfLogarithms(string[] names, string part, string output)
    {
        string most = $"{part}/most";
        Node("Max", most, names.Select(name => $"{name}/{part}"));
        foreach (string name in names)
        {
            Node("Sub", $"{name}/{part}/below", [$"{name}/{part}", most]);
            Node("Exp", $"{name}/{part}/share", [$"{name}/{part}/below"]);
        }

        Node("Mean", $"{part}/shares", names.Select(name => $"{name}/{part}/share"));
        Node("Log", $"{part}/shares/log", [$"{part}/shares"]);
        Node("Add", output, [most, $"{part}/shares/log"]);
    }

    private static string[] ValueNames(NetworkGraph graph)
    {
        string[] names = [.. graph.Nodes.Select(node => node.Name)];
        foreach (GraphOutput output in graph.Outputs.Reverse().Where(output => graph.Nodes[output.Node].Operation is not Input))
        {
            names[output.Node] = output.Name;
        }

        return names;
    }
}
