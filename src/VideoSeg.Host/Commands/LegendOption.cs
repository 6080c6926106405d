using System.CommandLine;
using VideoSeg.Pipeline.Overlay;

namespace VideoSeg.Host.Commands;

/// <summary><c>--legend auto|on|off</c>.</summary>
internal static class LegendOption
{
    /// <summary>The option.</summary>
    public static Option<string> Create() => new Option<string>("--legend")
    {
        Description = "Write the names of the classes in their colours: outside the field of view, or, where the picture has no border, in its lower left corner. auto: where the network knows two or more.",
        DefaultValueFactory = _ => "auto",
    }.AcceptOnlyFromAmong("auto", "on", "off");

    /// <summary>What was chosen.</summary>
    public static LegendMode Read(ParseResult parsed, Option<string> option) => Enum.Parse<LegendMode>(parsed.GetRequiredValue(option), ignoreCase: true);
}
