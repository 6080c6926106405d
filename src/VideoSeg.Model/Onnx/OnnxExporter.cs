using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Onnx;

/// <summary>Writes a network with its weights as ONNX (opset 17, IR version 8, float32): <c>input</c> [N, 3, H, W] to <c>logits</c> [N, K, H, W].</summary>
public static class OnnxExporter
{
    /// <summary>Writes the file, replacing one of that name in one step: an interrupted write leaves the old file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The network, as it was trained; its further outputs keep their names.</param>
    /// <param name="options">Which sizes are fixed.</param>
    /// <exception cref="VideoSegException">
    /// The size does not suit the network (<see cref="FaultKind.Usage"/>), or the file cannot be written (<see cref="FaultKind.Output"/>).
    /// </exception>
    public static void Write(string path, ModelFile model, OnnxExportOptions options)
    {
        string version = typeof(OnnxExporter).Assembly.GetName().Version?.ToString(3) ?? "";
        string description = $"{model.Metadata.Name} ({model.Graph.Name}), by VideoSeg. For research use only; not a medical device.";
        ProtobufMessage graph = OnnxGraph.Create(model.Graph, model.Weights, description, options);
        ProtobufMessage file = OnnxMessages.Model(graph, "VideoSeg", version, OnnxDescription.Of(model.Graph, model.Metadata));
        FileReplacement.Write(path, file.WriteTo);
    }
}
