using System.Collections.Frozen;
using System.ComponentModel.DataAnnotations;
using VideoSeg.Pipeline.Live.Outputs;
using VideoSeg.Pipeline.Live.Sources;

namespace VideoSeg.Host.Service.Outlets;

/// <summary>
/// What a push may go to: peers on the network, and nothing through which FFmpeg would write files. Whoever may call the API names pushes; files are
/// what recorders are for.
/// </summary>
internal static class PushTarget
{
    private static readonly FrozenSet<string> Schemes = new[] { "rtsp", "rtmp", "rtmps", "srt", "udp", "rtp", "tcp", "tls", "http", "https" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Nameless = new[] { "tcp", "tls", "http", "https" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Containers =
        new[] { "flv", "mpegts", "rtsp", "rtp", "rtp_mpegts", "matroska", "webm", "mp4", "mov", "nut", "h264", "hevc", "mjpeg", "mpjpeg" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> FileOptions =
        new[] { "sdp_file", "ca_file", "cafile", "cert_file", "cert", "key_file", "key", "protocol_whitelist", "protocol_blacklist" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong with where a push goes.</summary>
    public static IEnumerable<ValidationResult> Faults(PushOutletOptions push)
    {
        if (push.Url is null)
        {
            yield break; // It has its fault already.
        }

        var url = new SourceUrl(push.Url, options: push.Options);
        if (!Schemes.Contains(url.Scheme) || url.Host.Length == 0)
        {
            yield return Fault(nameof(push.Url), $"expected an address such as rtsp://host/path, rtmp://, rtmps://, srt://, udp://, rtp://, tcp://, tls://, http:// or https://, found '{url.Display}'");
        }

        if (push.Container is { } container ? !Containers.Contains(container) : Nameless.Contains(url.Scheme))
        {
            yield return Fault(nameof(push.Container),
                $"expected one of {string.Join(", ", Containers.Order(StringComparer.Ordinal))}, found {(push.Container is null ? $"none, and {url.Scheme}:// says nothing of it" : $"'{push.Container}'")}");
        }

        foreach (string name in push.Options.Keys.Where(FileOptions.Contains))
        {
            yield return new ValidationResult("expected options that neither read nor write files, nor lift a limit; leave this one out", [nameof(push.Options), name]);
        }
    }

    private static ValidationResult Fault(string member, string message) => new(message, [member]);
}
