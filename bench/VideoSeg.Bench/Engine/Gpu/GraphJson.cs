using System.Text.Json.Nodes;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;

namespace VideoSeg.Bench.Engine.Gpu;

/// <summary>A network as JSON, for <c>bench/pytorch/engine.py</c>: the nodes as they were trained, by index.</summary>
internal static class GraphJson
{
    /// <summary>The main output of a network at one input size.</summary>
    public static JsonObject Of(NetworkGraph graph, int height, int width) => new()
    {
        ["name"] = graph.Name,
        ["height"] = height,
        ["width"] = width,
        ["nodes"] = new JsonArray([.. graph.Nodes.Select(node => new JsonObject
        {
            ["name"] = node.Name,
            ["op"] = node.Operation.GetType().Name,
            ["inputs"] = new JsonArray([.. node.Inputs.Select(input => (JsonNode)input)]),
            ["attributes"] = Attributes(node.Operation),
        })]),
        ["outputs"] = new JsonArray([.. graph.Outputs.Select(output => (JsonNode)output.Node)]),
    };

    private static JsonObject Attributes(Operation operation) => operation switch
    {
        Input input => new() { ["channels"] = input.Channels },
        Conv2d conv => new()
        {
            ["inChannels"] = conv.InChannels,
            ["outChannels"] = conv.OutChannels,
            ["kernel"] = conv.Kernel,
            ["stride"] = conv.Stride,
            ["padding"] = conv.Padding,
            ["dilation"] = conv.Dilation,
            ["bias"] = conv.Bias,
        },
        ConvTranspose2d conv => new()
        {
            ["inChannels"] = conv.InChannels,
            ["outChannels"] = conv.OutChannels,
            ["kernel"] = conv.Kernel,
            ["stride"] = conv.Stride,
            ["padding"] = conv.Padding,
            ["bias"] = conv.Bias,
        },
        Linear linear => new() { ["inChannels"] = linear.InChannels, ["outChannels"] = linear.OutChannels, ["bias"] = linear.Bias },
        BatchNorm2d norm => new() { ["channels"] = norm.Channels, ["epsilon"] = norm.Epsilon },
        MaxPool2d pool => new() { ["kernel"] = pool.Kernel, ["stride"] = pool.Stride },
        UpsampleNearest up => new() { ["factor"] = up.Factor },
        UpsampleBilinear up => new() { ["factor"] = up.Factor, ["alignCorners"] = up.AlignCorners },
        _ => [],
    };
}
