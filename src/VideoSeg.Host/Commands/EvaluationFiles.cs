using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using VideoSeg.Model;
using VideoSeg.Model.Evaluation;
using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Scores;
using VideoSeg.Pipeline.Scores.Page;

namespace VideoSeg.Host.Commands;

/// <summary>The report that <c>evaluate --report</c> writes.</summary>
internal static class EvaluationFiles
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes it, in one step.</summary>
    /// <exception cref="VideoSegException">The file cannot be written (<see cref="FaultKind.Output"/>).</exception>
    public static void WriteReport(
        string path, EvaluationResult result, EvaluationSummary summary, VideoScores? video, SegmenterInfo info, EvaluationOptions options, string hash,
        string dataSet, ImmutableArray<(string, string)> settings)
    {
        DateTimeOffset ended = TimeProvider.System.GetUtcNow();
        JsonObject json = EvaluationReport.ToNode(result, summary, video, info, options);
        json["notice"] = "research use only; not a medical device";
        json["data_set"] = dataSet;
        json["weights_sha256"] = hash;
        json["ended"] = ended.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        json["worst"] = new JsonArray([.. result.Worst.Select(one => (JsonNode)new JsonObject { ["name"] = one.Sample.Name, ["dice"] = Math.Round(one.Sample.Scores.Dice, 6) })]);
        string page = EvaluationPage.Write(new EvaluationPageContent
        {
            Result = result,
            Summary = summary,
            Options = options,
            Segmenter = info,
            Video = video,
            DataSet = dataSet,
            Command = $"videoseg {string.Join(' ', Environment.GetCommandLineArgs().Skip(1).Select(Quoted))}",
            Ended = ended,
            WeightsSha256 = hash,
            Settings = settings,
            Json = json.ToJsonString(Indented),
        });
        FileReplacement.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(page)));
    }

    private static string Quoted(string argument) => argument.Length > 0 && !argument.Any(c => char.IsWhiteSpace(c) || c is '"' or '\'') ? argument : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
