using System.CommandLine;

namespace VideoSeg.Host.Commands;

/// <summary><c>--min-area SHARE</c> of the commands on stills; with 0 everything counts.</summary>
internal static class MinAreaOption
{
    /// <summary>The option; null where it is not given, and the model's own smallest area holds.</summary>
    public static Option<double?> Create() =>
        new Option<double?>("--min-area")
        {
            Description = "Smallest polyp that counts, as a share of the picture, 0 to 1; smaller ones are removed. Default: the model's own, mostly 0.",
            HelpName = "SHARE",
        }.Require(share => share is null or (>= 0 and <= 1), "a number from 0 to 1");
}
