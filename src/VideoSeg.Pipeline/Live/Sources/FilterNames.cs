using System.Collections.Frozen;
using System.Text;

namespace VideoSeg.Pipeline.Live.Sources;

/// <summary>Finds the names of the filters in a description of FFmpeg's, and knows the harmless ones.</summary>
internal static class FilterNames
{
    // Sources and filters of video that touch nothing but pictures. Those with a file among their options are left out.
    private static readonly FrozenSet<string> Harmless = new[]
    {
        "testsrc", "testsrc2", "smptebars", "smptehdbars", "color", "nullsrc", "rgbtestsrc", "yuvtestsrc", "pal75bars", "pal100bars", "allrgb", "allyuv",
        "gradients", "mandelbrot", "colorspectrum", "colorchart",
        "bwdif", "yadif", "w3fdif", "estdif", "kerndeint", "fieldorder", "fieldmatch", "field", "separatefields", "weave", "doubleweave", "interlace", "tinterlace",
        "setfield", "idet", "pullup", "detelecine", "telecine", "fps", "framerate", "minterpolate", "decimate", "mpdecimate", "realtime", "trim",
        "select", "setpts", "settb", "scale", "crop", "cropdetect", "pad", "hflip", "vflip", "transpose", "rotate", "format", "noformat", "null", "copy",
        "setsar", "setdar", "setparams", "setrange", "colorspace", "colormatrix", "colorbalance", "colorchannelmixer", "colorlevels", "colorcorrect", "colortemperature",
        "eq", "hue", "exposure", "geq", "lut", "lutrgb", "lutyuv", "negate", "monochrome", "vibrance", "normalize", "histeq", "limiter", "gblur", "boxblur", "avgblur",
        "smartblur", "unsharp", "cas", "sharpen", "hqdn3d", "nlmeans", "atadenoise", "bilateral", "median", "removegrain", "deflicker", "deband", "noise", "drawbox", "drawgrid",
        "fillborders", "vignette", "lenscorrection", "perspective", "swapuv", "shuffleplanes", "extractplanes", "greyedge", "chromashift", "rgbashift", "fade", "split", "overlay",
        "hstack", "vstack", "xstack", "blend", "tile", "sidedata", "showinfo", "pixelize", "dblur",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The filters of a description that are not known to be harmless, each once.</summary>
    public static IEnumerable<string> Doubtful(string description) =>
        Find(description).Where(name => !Harmless.Contains(name)).Distinct(StringComparer.Ordinal);

    /// <summary>The names of all filters, unquoted as FFmpeg unquotes them.</summary>
    public static IEnumerable<string> Find(string description)
    {
        int at = 0;
        while (at < description.Length)
        {
            Skip(description, ref at, ' ', '\t', '\r', '\n', ',', ';');
            if (at < description.Length && description[at] == '[')
            {
                int end = description.IndexOf(']', at);
                at = end < 0 ? description.Length : end + 1;
                continue;
            }

            string name = Token(description, ref at, "=,;[");
            if (name.Length > 0 && name != "sws_flags")
            {
                yield return name.Split('@')[0];
            }

            if (at < description.Length && description[at] == '=')
            {
                at++;
                Token(description, ref at, name == "sws_flags" ? ";" : "[],;");
            }

            if (at < description.Length && description[at] == ']')
            {
                at++;
            }
        }
    }

    private static void Skip(string text, ref int at, params ReadOnlySpan<char> letters)
    {
        while (at < text.Length && letters.Contains(text[at]))
        {
            at++;
        }
    }

    // av_get_token: a backslash takes the next letter as it is, quotes all up to the next quote.
    private static string Token(string text, ref int at, string ends)
    {
        var token = new StringBuilder();
        while (at < text.Length && !ends.Contains(text[at], StringComparison.Ordinal))
        {
            char letter = text[at++];
            if (letter == '\\' && at < text.Length)
            {
                token.Append(text[at++]);
            }
            else if (letter == '\'')
            {
                int end = text.IndexOf('\'', at);
                end = end < 0 ? text.Length : end;
                token.Append(text, at, end - at);
                at = Math.Min(end + 1, text.Length);
            }
            else
            {
                token.Append(letter);
            }
        }

        return token.ToString().Trim();
    }
}
