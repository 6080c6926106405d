using System.Collections.Immutable;
using VideoSeg.Model;
using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Pipeline.Encode;

/// <summary>FFmpeg's encoder for a codec's name, with its options.</summary>
/// <param name="Name">FFmpeg's name of the encoder.</param>
/// <param name="Options">Its options.</param>
internal sealed record EncoderChoice(string Name, ImmutableDictionary<string, string> Options)
{
    /// <summary>FFmpeg's FF_QP2LAMBDA: what a quality of 1 is in an encoder's global_quality.</summary>
    private const int QualityUnit = 118;

    // The encoders of this family complain of wrong names on standard error and say nothing through FFmpeg.
    private static readonly string[] s_presets =
        ["ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow", "placebo"];

    private static readonly string[] s_x264Tunes =
        ["film", "animation", "grain", "stillimage", "psnr", "ssim", "fastdecode", "zerolatency"];

    private static readonly string[] s_x265Tunes = ["psnr", "ssim", "grain", "zerolatency", "fastdecode", "animation"];

    /// <summary>For a recording.</summary>
    public static EncoderChoice Of(VideoWriterOptions options)
    {
        string name = NameOf(options.Codec);
        OptionSet all = new(name, options.Preset, options.Tune);
        bool hasOtherRate = options.EncoderOptions.ContainsKey("b") || options.EncoderOptions.ContainsKey("qp");
        all.Set("crf", options.Crf ?? name switch { "libx264" when !hasOtherRate => 18, "libx265" when !hasOtherRate => 20, _ => null });
        if (name == "ffv1")
        {
            // Version 3 with a checksum on each slice: damage is found and stays in its slice.
            all.Set("level", "3");
            all.Set("slicecrc", "1");
        }

        return all.Finish(options.EncoderOptions, "");
    }

    /// <summary>For live video of about <paramref name="frameRate"/>.</summary>
    public static EncoderChoice Of(VideoEncoderOptions options, Rational frameRate)
    {
        string name = NameOf(options.Codec);
        bool isX26 = name is "libx264" or "libx265";
        OptionSet all = new(name, options.Preset ?? (isX26 ? LivePreset(Environment.ProcessorCount) : null), options.Tune ?? (isX26 ? "zerolatency" : null));
        all.Set("crf", options.Crf ?? (isX26 && options.BitRate is null ? 23 : null));
        all.Set("b", options.BitRate);
        if ((options.MaxBitRate ?? options.BitRate) is { } limit)
        {
            all.Set("maxrate", limit);
            all.Set("bufsize", Math.Max(1, (long)(limit * options.RateBuffer.TotalSeconds)));
        }

        if (isX26)
        {
            // VideoEncoder asks for key pictures by time; this is for sources that are faster than they say.
            all.Set("g", Math.Max(1, (long)Math.Ceiling(frameRate.Value * options.KeyFrameInterval.TotalSeconds)));
            all.Set("bf", 0);
            all.Set("forced-idr", 1);
            all.Set(name == "libx264" ? "sc_threshold" : null, 0);
        }
        else if (name == "mjpeg")
        {
            all.Set("flags", "+qscale");
            all.Set("qmin", 1);
            all.Set("global_quality", (long)Math.Round((1 + ((100 - options.Quality) * 30 / 99.0)) * QualityUnit));
            all.Set("huffman", "default");
        }

        // Whoever joins later finds the headers before each key picture. x265 would work at several frames at the same time.
        return all.Finish(options.EncoderOptions, name == "libx265" ? "repeat-headers=1:scenecut=0:frame-threads=1" : "repeat-headers=1");
    }

    /// <summary>What so many processors encode beside everything else: 1080p at 30 frames a second took 0.65, 1.1 and 1.7 of them (AMD EPYC, AVX2).</summary>
    internal static string LivePreset(int processors) => processors switch { < 4 => "ultrafast", < 8 => "superfast", _ => "veryfast" };

    private static string NameOf(string codec) => codec switch { "h264" => "libx264", "hevc" => "libx265", _ => codec };

    /// <summary>Options of one encoder as they come together.</summary>
    private sealed class OptionSet
    {
        private readonly ImmutableDictionary<string, string>.Builder _all = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        private readonly string _name;

        public OptionSet(string name, string? preset, string? tune)
        {
            _name = name;
            if (name is "libx264" or "libx265")
            {
                RequireKnown("preset", preset, s_presets);
                RequireKnown("tune", tune, name == "libx264" ? s_x264Tunes : s_x265Tunes);
            }

            Set("preset", preset);
            Set("tune", tune);
        }

        public void Set(string? key, string? value)
        {
            if (key is not null && value is not null)
            {
                _all[key] = value;
            }
        }

        public void Set(string? key, long? value) => Set(key, value?.ToString());

        /// <summary>Adds what the user gave, and the codec library's own parameters: <paramref name="own"/>, which those of the user follow.</summary>
        public EncoderChoice Finish(ImmutableDictionary<string, string> given, string own)
        {
            foreach ((string key, string value) in given)
            {
                Set(key, value);
            }

            // x265 writes to standard error on its own account.
            AddParameters("x265-params", _name == "libx265" ? own.Length == 0 ? "log-level=error" : $"log-level=error:{own}" : "");
            AddParameters("x264-params", _name == "libx264" ? own : "");
            return new EncoderChoice(_name, _all.ToImmutable());
        }

        private void AddParameters(string key, string parameters)
        {
            if (parameters.Length > 0)
            {
                _all[key] = _all.TryGetValue(key, out string? given) ? $"{parameters}:{given}" : parameters;
            }
        }

        private void RequireKnown(string what, string? value, string[] known)
        {
            if (value is not null && !known.Contains(value, StringComparer.Ordinal))
            {
                throw new VideoSegException(FaultKind.Usage, $"expected a {what} of {_name}, found '{value}'. It knows: {string.Join(", ", known)}.");
            }
        }
    }
}
