using System.CommandLine;
using VideoSeg.Pipeline.Overlay;

namespace VideoSeg.Host.Commands;

/// <summary><c>--overlay STYLE</c>: the styles of <see cref="OverlayStyle"/>, in lower case.</summary>
internal static class OverlayOption
{
    /// <summary>The option.</summary>
    /// <param name="description">What the command draws.</param>
    /// <param name="byDefault">The style where none is given.</param>
    public static Option<string> Create(string description, OverlayStyle byDefault) =>
        new Option<string>("--overlay")
        {
            Description = description,
            DefaultValueFactory = _ => Name(byDefault),
        }.AcceptOnlyFromAmong([.. Enum.GetValues<OverlayStyle>().Select(Name)]);

    /// <summary>The style that was chosen.</summary>
    public static OverlayStyle Read(ParseResult parsed, Option<string> option) =>
        Enum.Parse<OverlayStyle>(parsed.GetRequiredValue(option), ignoreCase: true);

    private static string Name(OverlayStyle style) => style.ToString().ToLowerInvariant();
}
