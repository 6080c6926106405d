using System.CommandLine;
using VideoSeg.Model.Architectures;
using VideoSeg.Model.Inference;

namespace VideoSeg.Host.Commands;

/// <summary>The options that choose heads and depth of UNet++, the same for every command that opens a network.</summary>
internal sealed class HeadArguments
{
    private readonly Option<string?> _mode;

    private readonly Option<int?> _depth = new Option<int?>("--depth")
    {
        Description = "Of unetpp: leave out all that its head of this depth, 1 to 4, does not need: less accurate, and faster. Default: 4.",
        HelpName = "N",
    }.Require(depth => depth is null or (>= 1 and <= UNetPlusPlus.MaxDepth), $"1 to {UNetPlusPlus.MaxDepth}");

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="unasked">What is taken where neither option is given.</param>
    public HeadArguments(Command command, string unasked = HeadChoice.Fast)
    {
        _mode = new Option<string?>("--mode")
        {
            Description = $"Of unetpp, which has four heads: accurate, the mean of their probabilities, or fast, the deepest alone. Default: {unasked}.",
        }.AcceptOnlyFromAmong([.. HeadChoice.Modes]);
        command.Options.Add(_mode);
        command.Options.Add(_depth);
    }

    /// <summary>What was chosen.</summary>
    public HeadChoice Read(ParseResult parsed) => new(parsed.GetValue(_mode), parsed.GetValue(_depth));
}
