using System.CommandLine;
using VideoSeg.Model.Inference;

namespace VideoSeg.Host.Commands;

/// <summary><c>--augment NAME</c>: looking at stills more than once.</summary>
internal static class AugmentOption
{
    private const string Flips = FlippedSegmenter.Name;

    /// <summary>The option.</summary>
    public static Option<string> Create() =>
        new Option<string>("--augment")
        {
            Description = "none, or flips: each picture is also looked at mirrored, upside down and both, and the four probabilities are averaged; takes four times as long.",
            HelpName = "NAME",
            DefaultValueFactory = _ => "none",
        }.AcceptOnlyFromAmong("none", Flips);

    /// <summary>Whether any was asked for.</summary>
    public static bool IsWanted(ParseResult parsed, Option<string> option) => parsed.GetRequiredValue(option) == Flips;

    /// <summary>The segmenter that was asked for; it owns the one that is given.</summary>
    public static ISegmenter Apply(ParseResult parsed, Option<string> option, ISegmenter segmenter) =>
        IsWanted(parsed, option) ? new FlippedSegmenter(segmenter) : segmenter;
}
