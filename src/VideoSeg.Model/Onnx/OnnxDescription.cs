using System.Globalization;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Onnx;

/// <summary>What an exported network says about itself: all that somebody needs who has the file and nothing else.</summary>
internal static class OnnxDescription
{
    /// <summary>The <c>metadata_props</c>: those of the weights (docs/model-files.md), and in words what to do before and after.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(NetworkGraph graph, ModelMetadata metadata) =>
        metadata.ToDictionary().AddRange(
        [
            new("intended_use", "For research use only; not a medical device."),
            new("size_multiple", graph.SizeMultiple.ToString(CultureInfo.InvariantCulture)),
            new("preprocessing", Preprocessing(graph, metadata)),
            new("postprocessing", Postprocessing(metadata)),
        ]).OrderBy(pair => pair.Key, StringComparer.Ordinal);

    private static string Preprocessing(NetworkGraph graph, ModelMetadata metadata) => string.Create(CultureInfo.InvariantCulture,
        $"float32 [N, {graph.InputChannels}, H, W]: planes R, G, B, each an 8-bit value divided by 255, not normalised further. " +
        $"The whole picture is stretched to {metadata.InputWidth} x {metadata.InputHeight} (width x height; the aspect ratio is not kept) by bilinear " +
        $"interpolation with half-pixel centres, antialiased where it shrinks. Other sizes: multiples of {graph.SizeMultiple}.");

    private static string Postprocessing(ModelMetadata metadata)
    {
        string probability = metadata.Classes.Length == 1
            ? $"The logistic function of logits [N, 1, H, W] is the probability of {metadata.Classes[0]}."
            : $"The softmax over the {metadata.Classes.Length} planes of logits [N, {metadata.Classes.Length}, H, W] is the probability of {string.Join(", ", metadata.Classes)}.";
        return string.Create(CultureInfo.InvariantCulture,
            $"{probability} Scale it to the picture's size by bilinear interpolation with half-pixel centres; from {metadata.Threshold:R} on a pixel counts.");
    }
}
