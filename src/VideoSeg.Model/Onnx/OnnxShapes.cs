using VideoSeg.Model.Graph;

namespace VideoSeg.Model.Onnx;

/// <summary>Shapes of a network's values, with names for the sizes that are left open: N pictures, H x W pixels as in the input.</summary>
internal sealed class OnnxShapes
{
    private const int NominalMultiples = 16;

    private readonly IReadOnlyList<TensorShape> _shapes;
    private readonly OnnxExportOptions _options;

    /// <summary>Shapes of <paramref name="graph"/>'s values with the sizes fixed that <paramref name="options"/> fix.</summary>
    /// <exception cref="VideoSegException">The fixed size does not suit the network (<see cref="FaultKind.Usage"/>).</exception>
    public OnnxShapes(NetworkGraph graph, OnnxExportOptions options)
    {
        _options = options;
        int nominal = NominalMultiples * graph.SizeMultiple;
        (int height, int width) = options.Size ?? (nominal, nominal);
        _shapes = graph.InferShapes(options.Batch ?? 1, height, width);
    }

    /// <summary>[N, C, H, W] of a node's value. An open height or width other than the input's is unknown.</summary>
    public OnnxDimension[] Of(int node)
    {
        TensorShape shape = _shapes[node];
        return
        [
            _options.Batch is { } batch ? new(batch) : new(null, "N"),
            new(shape.Channels),
            Side(shape.Height, _shapes[0].Height, "H"),
            Side(shape.Width, _shapes[0].Width, "W"),
        ];
    }

    private OnnxDimension Side(int size, int input, string name) =>
        _options.Size is not null ? new(size) : new(null, size == input ? name : null);
}
