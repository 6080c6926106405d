using System.Collections.Immutable;
using VideoSeg.Model;

namespace VideoSeg.Pipeline.Encode;

/// <summary>FFmpeg's encoder for a codec's name, with its options.</summary>
/// <param name="Name">FFmpeg's name of the encoder.</param>
/// <param name="Options">Its options.</param>
internal sealed record EncoderChoice(string Name, ImmutableDictionary<string, string> Options)
{
    // The encoders of this family complain of wrong names on standard error and say nothing through FFmpeg.
    private static readonly string[] s_presets =
        ["ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow", "placebo"];

    private static readonly string[] s_x264Tunes =
        ["film", "animation", "grain", "stillimage", "psnr", "ssim", "fastdecode", "zerolatency"];

    private static readonly string[] s_x265Tunes = ["psnr", "ssim", "grain", "zerolatency", "fastdecode", "animation"];

    public static EncoderChoice Of(VideoWriterOptions options)
    {
        string name = options.Codec switch { "h264" => "libx264", "hevc" => "libx265", string other => other };
        ImmutableDictionary<string, string>.Builder all = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        bool hasOtherRate = options.EncoderOptions.ContainsKey("b") || options.EncoderOptions.ContainsKey("qp");
        int? crf = options.Crf ?? name switch { "libx264" when !hasOtherRate => 18, "libx265" when !hasOtherRate => 20, _ => null };
        Set("crf", crf?.ToString());
        if (name is "libx264" or "libx265")
        {
            RequireKnown("preset", options.Preset, s_presets);
            RequireKnown("tune", options.Tune, name == "libx264" ? s_x264Tunes : s_x265Tunes);
        }

        Set("preset", options.Preset);
        Set("tune", options.Tune);
        if (name == "ffv1")
        {
            // Version 3 with a checksum on each slice: damage is found and stays in its slice.
            Set("level", "3");
            Set("slicecrc", "1");
        }

        foreach ((string key, string value) in options.EncoderOptions)
        {
            Set(key, value);
        }

        if (name == "libx265")
        {
            // x265 writes to standard error on its own account.
            all["x265-params"] = all.TryGetValue("x265-params", out string? given) ? $"log-level=error:{given}" : "log-level=error";
        }

        return new EncoderChoice(name, all.ToImmutable());

        void RequireKnown(string what, string? value, string[] known)
        {
            if (value is not null && !known.Contains(value, StringComparer.Ordinal))
            {
                throw new VideoSegException(FaultKind.Usage, $"expected a {what} of {name}, found '{value}'. It knows: {string.Join(", ", known)}.");
            }
        }

        void Set(string key, string? value)
        {
            if (value is not null)
            {
                all[key] = value;
            }
        }
    }
}
