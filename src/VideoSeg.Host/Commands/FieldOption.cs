using System.CommandLine;
using VideoSeg.Pipeline.Preprocess;

namespace VideoSeg.Host.Commands;

/// <summary><c>--field</c>: where the field of view lies.</summary>
internal static class FieldOption
{
    /// <summary>The option.</summary>
    public static Option<string> Create() =>
        new Option<string>("--field")
        {
            Description = "What of the picture the endoscope sees; only there polyps are looked for and drawn. auto finds it (octagon, circle or box); whole; " +
                "box:X,Y,WIDTH,HEIGHT or circle:X,Y,RADIUS, in pixels of the picture as it is coded, behind the filters.",
            HelpName = "FIELD",
            DefaultValueFactory = _ => FieldSetting.Auto.ToString(),
        }.Require(text => FieldSetting.Parse(text ?? "") is not null, "auto, whole, box:X,Y,WIDTH,HEIGHT or circle:X,Y,RADIUS");

    /// <summary>The field that was chosen.</summary>
    public static FieldSetting Read(ParseResult parsed, Option<string> option) => FieldSetting.Parse(parsed.GetRequiredValue(option))!;
}
