using System.CommandLine;

namespace VideoSeg.Host.Commands;

/// <summary><c>--threshold P</c> of every command that tells polyp from background.</summary>
internal static class ThresholdOption
{
    /// <summary>The option; null where it is not given, and the model's own threshold holds.</summary>
    public static Option<float?> Create() =>
        new Option<float?>("--threshold")
        {
            Description = "Probability from which a pixel counts as polyp, above 0 and below 1. Default: the model's own, mostly 0.5.",
            HelpName = "P",
        }.Require(threshold => threshold is null or (> 0 and < 1), "a number above 0 and below 1");
}
