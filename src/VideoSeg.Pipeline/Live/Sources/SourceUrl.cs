using System.Text.RegularExpressions;

namespace VideoSeg.Pipeline.Live.Sources;

/// <summary>The address of a source, taken apart as FFmpeg does it, and able to be told without its passwords. Immutable.</summary>
public sealed partial class SourceUrl
{
    private const string Hidden = "***";

    /// <summary>A secret shorter than this is not looked for on its own: half the words of a message would go.</summary>
    private const int ShortestSecret = 4;

    private readonly string[] _secrets;

    /// <summary>Takes an address apart.</summary>
    /// <param name="url">A path or URL.</param>
    /// <param name="format">FFmpeg's format, which may be an input device; null where it is to be found out.</param>
    /// <param name="options">FFmpeg's options, which may hold secrets.</param>
    public SourceUrl(string url, string? format = null, IReadOnlyDictionary<string, string>? options = null)
    {
        (Scheme, Target) = Split(url, format);
        bool hasHost = Target.StartsWith($"{Scheme}://", StringComparison.OrdinalIgnoreCase);
        string authority = hasHost ? Authority(Target) : "";
        string user = UserInfo(authority);
        Host = hasHost ? HostOf(authority[(user.Length == 0 ? 0 : user.Length + 1)..].TrimStart('@')) : "";
        _secrets = [.. Secrets(url, user, options).Where(secret => secret.Length >= ShortestSecret).Distinct(StringComparer.Ordinal).OrderByDescending(secret => secret.Length)];
        Display = Redact(url);
    }

    /// <summary>Lower-case name of the protocol or input device: <c>rtsp</c>, <c>v4l2</c>, <c>lavfi</c>; <c>file</c> for a path.</summary>
    public string Scheme { get; }

    /// <summary>What FFmpeg is given.</summary>
    public string Target { get; }

    /// <summary>Name or address of the peer, without port and brackets; empty where there is none.</summary>
    public string Host { get; }

    /// <summary>The address as it may be shown.</summary>
    public string Display { get; }

    /// <summary>Takes passwords, keys and tokens out of a text: those of this address and its options, and what looks like one in any other.</summary>
    public string Redact(string text)
    {
        text = RedactAny(text);
        foreach (string secret in _secrets)
        {
            text = text.Replace(secret, Hidden, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>Takes out of a text what looks like a password, key or token of a URL.</summary>
    public static string RedactAny(string text)
    {
        text = UserOfUrl().Replace(text, "${scheme}" + Hidden + "@");
        text = KeyOfPush().Replace(text, "${lead}" + Hidden);
        return SecretOfQuery().Replace(text, match => IsSecretName(match.Groups["name"].Value) ? match.Groups["lead"].Value + Hidden : match.Value);
    }

    /// <summary>Whether an option of this name holds a secret.</summary>
    public static bool IsSecretName(string name) => SecretName().IsMatch(name);

    private static (string Scheme, string Target) Split(string url, string? format)
    {
        string device = Canonical(format);
        if (device.Length > 0)
        {
            return (device, url.StartsWith($"{device}:", StringComparison.OrdinalIgnoreCase) ? url[(device.Length + 1)..] : url);
        }

        string scheme = SchemeOf().Match(url) is { Success: true } match ? match.Groups["scheme"].Value.ToLowerInvariant() : "";
        return scheme switch
        {
            "lavfi" or "v4l2" => (scheme, url[(scheme.Length + 1)..]),
            "" when url.StartsWith("/dev/video", StringComparison.Ordinal) || url.StartsWith("/dev/v4l/", StringComparison.Ordinal) => ("v4l2", url),
            "" when url == "-" => ("pipe", url),
            // FFmpeg takes this one for a protocol although no colon follows.
            "" when url.StartsWith("subfile,", StringComparison.Ordinal) => ("subfile", url),
            "" => ("file", url),
            _ => (scheme, url),
        };
    }

    /// <summary>The name of an input device; empty where the format is none.</summary>
    private static string Canonical(string? format) => format switch
    {
        null => "",
        "v4l2" or "video4linux2" or "video4linux2,v4l2" => "v4l2",
        _ when SourceFormats.IsDevice(format) => format,
        _ => "",
    };

    private static string Authority(string url)
    {
        int start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        int end = url.IndexOfAny(['/', '?', '#'], start);
        return end < 0 ? url[start..] : url[start..end];
    }

    private static string UserInfo(string authority)
    {
        int at = authority.LastIndexOf('@');
        return at < 0 ? "" : authority[..at];
    }

    private static string HostOf(string hostAndPort)
    {
        if (hostAndPort.StartsWith('['))
        {
            int end = hostAndPort.IndexOf(']', StringComparison.Ordinal);
            return (end < 0 ? hostAndPort[1..] : hostAndPort[1..end]).ToLowerInvariant();
        }

        int colon = hostAndPort.IndexOf(':', StringComparison.Ordinal);
        return (colon < 0 ? hostAndPort : hostAndPort[..colon]).ToLowerInvariant();
    }

    private static IEnumerable<string> Secrets(string url, string user, IReadOnlyDictionary<string, string>? options)
    {
        int colon = user.IndexOf(':', StringComparison.Ordinal);
        string[] fromUser = colon < 0 ? [user] : [user, user[(colon + 1)..]];
        IEnumerable<string> fromQuery = SecretOfQuery().Matches(url).Where(match => IsSecretName(match.Groups["name"].Value)).Select(match => match.Groups["value"].Value);
        string key = KeyOfPush().Match(url).Groups["key"].Value;
        IEnumerable<string> fromPath = [key, key.Split('?')[0], key.Split('?')[0].Split('/')[^1]];
        IEnumerable<string> fromOptions = options?.Where(option => IsSecretName(option.Key)).Select(option => option.Value) ?? [];
        foreach (string secret in fromUser.Concat(fromPath).Concat(fromQuery).Concat(fromOptions))
        {
            yield return secret;
            yield return Uri.UnescapeDataString(secret);
        }
    }

    [GeneratedRegex("^(?<scheme>[a-zA-Z][a-zA-Z0-9+.-]*):", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex SchemeOf();

    [GeneratedRegex(@"(?<scheme>[a-zA-Z][a-zA-Z0-9+.-]*://)[^/\s?#'""]+@", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex UserOfUrl();

    // Behind the application of an RTMP server stands the key that lets its holder send, or see.
    [GeneratedRegex(@"(?<lead>\brtmp[a-z]*://[^/\s'""]+/[^/\s?'""]+/)(?<key>[^\s'""]*[^\s'""?;:,.)])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex KeyOfPush();

    [GeneratedRegex(@"(?<lead>(?<![\w-])(?<name>[\w-]+)=)(?<value>[^&\s'"")]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex SecretOfQuery();

    [GeneratedRegex("pass|pwd|secret|token|auth|signature|credential|cookie|headers|^user(name)?$|^sig$|^key$|api_?key|access_?key|decryption_?key|encryption_?key|streamid|playpath|srtp_(in|out)_params",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex SecretName();
}
