using System.Globalization;
using VideoSeg.Model.TorchScript;
using VideoSeg.Model.Weights;

namespace VideoSeg.Host.Commands;

/// <summary>What can be told of a TorchScript file without running it.</summary>
internal static class ScriptSummary
{
    public static IEnumerable<string> ToLines(string path)
    {
        (int count, long bytes) = TorchFile.StoredTensors(path);
        yield return $"{path}: a TorchScript program. It was not loaded, and nothing in it was executed.";
        yield return string.Create(CultureInfo.InvariantCulture, $"stored tensors: {count:N0}, {bytes:N0} bytes");
        string description = ScriptDescriptionReader.PathFor(path);
        if (File.Exists(description))
        {
            ScriptDescription said = ScriptDescriptionReader.Read(path);
            yield return $"as {description} says, which only running it can prove:";
            yield return $"  name: {said.Metadata.Name}";
            yield return string.Create(CultureInfo.InvariantCulture,
                $"  input: 3 x {said.Metadata.InputHeight} x {said.Metadata.InputWidth}, {(said.ChannelOrder == ChannelOrder.Bgr ? "BGR" : "RGB")} from 0 to 1, less {Numbers(said.Mean)}, divided by {Numbers(said.StandardDeviation)}");
            string place = said.OutputIndex is { } index ? $", element {index} of what comes out" : said.OutputKey is { } key ? $", under {key} in what comes out" : "";
            yield return $"  output: {(said.Outputs == ScriptOutputs.Logits ? "logits" : "probabilities")} of {string.Join(", ", said.Metadata.Classes)}{place}";
            yield return string.Create(CultureInfo.InvariantCulture,
                $"  masks: from a probability of {said.Metadata.Threshold} on, components from {said.Metadata.MinArea} of the picture on");
            foreach ((string what, string text) in new[] { ("colours", string.Join(", ", said.Metadata.Colors)), ("license", said.Metadata.License), ("notice", said.Metadata.Notice) })
            {
                if (text.Length > 0)
                {
                    yield return $"  {what}: {text}";
                }
            }
        }
        else
        {
            yield return $"what it takes and gives: not known, there is no {description}";
        }

        yield return "Its stages, parameters and multiply-accumulates, and whatever else it does, are known to the program alone.";
    }

    private static string Numbers(IEnumerable<double> values) => string.Join(' ', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
}
