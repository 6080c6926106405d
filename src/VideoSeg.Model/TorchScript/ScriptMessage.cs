using VideoSeg.Model.Weights;

namespace VideoSeg.Model.TorchScript;

/// <summary>What TorchScript says of a failure, without the trace of its program: from the line that names the error on.</summary>
internal static class ScriptMessage
{
    public static string Of(string message)
    {
        string[] lines = message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        int last = Array.FindLastIndex(lines, line => line.StartsWith("RuntimeError:", StringComparison.Ordinal) || line.Contains("Error: ", StringComparison.Ordinal));
        return WeightFiles.Printable(string.Join(' ', lines[Math.Max(last, 0)..]));
    }
}
