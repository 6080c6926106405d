using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;
using VideoSeg.Model.Weights;
using VideoSeg.TestKit;

namespace VideoSeg.Model.Tests.TorchScript;

/// <summary>A network of this program's written out as TorchScript, node for node: the same numbers by another way.</summary>
internal static class GraphScript
{
    public static string Write(string path, ModelFile model)
    {
        var source = new StringBuilder("def forward(self, x):\n");
        var tensors = new Dictionary<string, (string, float[], ImmutableArray<long>)>(StringComparer.Ordinal);
        for (int i = 0; i < model.Graph.Nodes.Length; i++)
        {
            Node node = model.Graph.Nodes[i];
            source.Append(CultureInfo.InvariantCulture, $"    v{i} = {Expression(node, model.Weights, tensors)}\n");
        }

        source.Append(CultureInfo.InvariantCulture, $"    return v{model.Graph.Outputs[0].Node}\n");
        string description = string.Create(CultureInfo.InvariantCulture,
            $$"""{"outputs": "logits", "input_width": {{model.Metadata.InputWidth}}, "input_height": {{model.Metadata.InputHeight}}, "name": "script"}""");
        return TestScript.Write(path, source.ToString(), description, [.. tensors.Values]);
    }

    private static string Expression(Node node, WeightSet weights, Dictionary<string, (string, float[], ImmutableArray<long>)> tensors)
    {
        string[] x = [.. node.Inputs.Select(input => $"v{input}")];
        string Own(string role)
        {
            ParameterSpecification? parameter = node.Parameters.FirstOrDefault(p => p.Name.EndsWith($".{role}", StringComparison.Ordinal));
            if (parameter is null)
            {
                return "None";
            }

            string name = parameter.Name.Replace('.', '_');
            tensors[name] = (name, weights.GetFloats(parameter.Name), parameter.Shape);
            return $"self.{name}";
        }

        return node.Operation switch
        {
            Input => "x",
            Conv2d c => Invariant($"torch.conv2d({x[0]}, {Own("weight")}, {Own("bias")}, [{c.Stride}, {c.Stride}], [{c.Padding}, {c.Padding}], [{c.Dilation}, {c.Dilation}])"),
            Linear => $"torch.linear(torch.flatten({x[0]}, 1), {Own("weight")}, {Own("bias")}).unsqueeze(-1).unsqueeze(-1)",
            BatchNorm2d n => Invariant(
                $"torch.batch_norm({x[0]}, {Own("weight")}, {Own("bias")}, {Own("running_mean")}, {Own("running_var")}, False, {n.Momentum}, {n.Epsilon}, False)"),
            ReLU => $"torch.relu({x[0]})",
            Sigmoid => $"torch.sigmoid({x[0]})",
            GlobalAveragePool => $"torch.adaptive_avg_pool2d({x[0]}, [1, 1])",
            MaxPool2d p => Invariant($"torch.max_pool2d({x[0]}, [{p.Kernel}, {p.Kernel}], [{p.Stride}, {p.Stride}])"),
            UpsampleNearest u => Invariant($"torch.upsample_nearest2d({x[0]}, [{x[0]}.size(2) * {u.Factor}, {x[0]}.size(3) * {u.Factor}])"),
            UpsampleBilinear u => Invariant($"torch.upsample_bilinear2d({x[0]}, [{x[0]}.size(2) * {u.Factor}, {x[0]}.size(3) * {u.Factor}], {(u.AlignCorners ? "True" : "False")})"),
            Concat => $"torch.cat([{string.Join(", ", x)}], 1)",
            Add => string.Join(" + ", x),
            ScaleChannels or Multiply => string.Join(" * ", x),
            _ => throw new NotSupportedException(node.Operation.GetType().Name),
        };
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
