using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace VideoSeg.Pipeline.Live.Sources;

/// <summary>What FFmpeg is told for each kind of source.</summary>
internal static partial class SourceSchemes
{
    /// <summary>Protocols that lead to others, or hold what they play in their own text.</summary>
    public static readonly FrozenSet<string> Forbidden = new[] { "concat", "concatf", "subfile", "data", "cache", "async", "crypto", "hls", "tee", "ipfs", "ipns", "bluray", "fd" }
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private const string FrameRateProbe = "5";

    private static readonly FrozenSet<string> ForbiddenOptions = new[]
    {
        "protocol_whitelist", "protocol_blacklist", "format_whitelist", "codec_whitelist", "http_proxy", "graph", "graph_file", "dumpgraph", "unsafe", "safe", "enable_drefs",
        "use_absolute_path", "ca_file", "cafile", "cert_file", "cert", "key_file", "ffrtmpcrypt_tunneling",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Containers = SourceFormats.Containers.Split(',').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a source may set an option itself.</summary>
    public static bool IsForbiddenOption(string name) => ForbiddenOptions.Contains(name);

    /// <summary>Whether a source of a scheme may be read as a format.</summary>
    public static bool AllowsFormat(string scheme, string format) =>
        format.Split(',').All(Containers.Contains) || (format == "sdp" && scheme == "file") || (format == scheme && scheme is "rtsp" or "rtp");

    /// <summary>Whether a path is one of a video device.</summary>
    public static bool IsVideoDevice(string path) => VideoDevice().IsMatch(path);

    /// <summary>Options that a source has where it sets none.</summary>
    public static ImmutableDictionary<string, string> Defaults(string scheme, string? format)
    {
        ImmutableDictionary<string, string> none = ImmutableDictionary<string, string>.Empty;
        if (SourceFormats.IsDevice(scheme))
        {
            return none;
        }

        ImmutableDictionary<string, string> limits = none
            .Add("protocol_whitelist", format == "sdp" ? "file,rtp,udp,srtp" : Protocols(scheme))
            .Add("format_whitelist", format ?? (scheme is "rtsp" or "rtsps" ? "rtsp" : scheme == "rtp" ? "rtp" : SourceFormats.Containers));
        return scheme switch
        {
            // FFmpeg would look at 20 frames to find out how many come in a second.
            "rtsp" => limits.Add("rtsp_transport", "tcp").Add("fpsprobesize", FrameRateProbe),
            // What comes before the packets are fetched must not end the connection.
            "udp" => limits.Add("overrun_nonfatal", "1").Add("fpsprobesize", FrameRateProbe),
            // Its tracks are known by their first packets; FFmpeg would look for more for 5 seconds.
            "rtmp" or "rtmps" or "rtmpt" or "rtmpts" => limits.Add("fpsprobesize", FrameRateProbe).Add("analyzeduration", "1000000"),
            "rtp" or "rtsps" or "srt" or "tcp" => limits.Add("fpsprobesize", FrameRateProbe),
            _ => limits,
        };
    }

    private static string Protocols(string scheme) => scheme switch
    {
        "file" => "file,crypto",
        "http" or "https" => "http,https,tcp,tls,crypto,httpproxy",
        "rtsp" or "rtsps" => "tcp,tls,udp,rtp,srtp,http,https,httpproxy",
        "rtmp" => "rtmp,tcp",
        "rtmps" => "rtmps,tls,tcp",
        "rtmpt" or "rtmpts" or "rtmpe" or "rtmpte" => $"{scheme},ffrtmphttp,ffrtmpcrypt,http,https,tls,tcp",
        "rtp" => "rtp,udp",
        "srtp" => "srtp,rtp,udp",
        "tls" => "tls,tcp",
        "ftp" or "gopher" or "mmsh" or "mmst" or "icecast" => $"{scheme},http,tcp",
        _ => scheme,
    };

    [GeneratedRegex("^/dev/(video[0-9]+|v4l/by-(id|path)/[^/]+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex VideoDevice();
}
