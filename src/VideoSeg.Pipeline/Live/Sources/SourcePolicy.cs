using System.Collections.Immutable;
using VideoSeg.Model;

namespace VideoSeg.Pipeline.Live.Sources;

/// <summary>
/// What the sources of live streams may be: nothing is opened that it does not allow. FFmpeg's ways to reach one address through another
/// (<c>concat:</c>, <c>subfile:</c>, <c>data:</c>, playlists that lead elsewhere, filters that read files) are closed whatever it allows. Immutable.
/// </summary>
public sealed class SourcePolicy
{
    private readonly SourcePolicyOptions _options;
    private readonly ImmutableArray<HostRule> _hosts;
    private readonly ImmutableArray<string> _folders;

    /// <summary>A policy.</summary>
    /// <exception cref="VideoSegException">A host or folder is not well formed; all faults are listed.</exception>
    public SourcePolicy(SourcePolicyOptions options)
    {
        _options = options;
        List<string> faults = [];
        _hosts = [.. options.AllowedHosts.Select(host => HostRule.Parse(host, faults)).OfType<HostRule>()];
        _folders = [.. options.AllowedFolders.Select(folder => RealPath.Of(folder))];
        faults.AddRange(options.AllowedSchemes.Where(SourceSchemes.Forbidden.Contains)
            .Select(scheme => $"AllowedSchemes: '{scheme}' hides what it opens, and cannot be allowed"));
        Require(faults);
    }

    /// <summary>Everything but the ways to hide an address: for programs that choose their sources themselves.</summary>
    public static SourcePolicy Open { get; } = new(new SourcePolicyOptions { AllowedSchemes = ["*"], AllowedFolders = ["/"], AllowAllFilters = true });

    /// <summary>Whether a source may be opened.</summary>
    /// <exception cref="VideoSegException">It may not; all faults are listed, with what is allowed.</exception>
    public void Require(LiveSourceOptions options) => Plan(options);

    /// <summary>How a source is to be opened.</summary>
    /// <exception cref="VideoSegException">It may not be opened; all faults are listed, with what is allowed.</exception>
    internal SourcePlan Plan(LiveSourceOptions options)
    {
        var address = new SourceUrl(options.Url, options.Format, options.Options);
        bool isDevice = SourceFormats.IsDevice(address.Scheme);
        string? format = isDevice ? address.Scheme : options.Format ?? (address.Scheme == "file" && address.Target.EndsWith(".sdp", StringComparison.OrdinalIgnoreCase) ? "sdp" : null);
        List<string> faults = [.. Faults(address).Select(fault => $"source '{address.Display}': {fault}")];
        if (format is not null && !isDevice && !SourceSchemes.AllowsFormat(address.Scheme, format))
        {
            faults.Add($"Format: '{format}' may lead to other files or addresses, or is not known; expected one of {SourceFormats.Containers.Replace(",", ", ", StringComparison.Ordinal)}, or none");
        }

        if (address.Scheme == "lavfi")
        {
            faults.AddRange(FilterFaults("Url", address.Target));
        }

        if (options.Filter is { } filter)
        {
            faults.AddRange(FilterFaults("Filter", filter));
        }

        faults.AddRange(options.Options.Keys.Where(SourceSchemes.IsForbiddenOption).Select(name => $"Options: '{name}' is set by the program, or reads files; leave it out"));
        Require(faults);
        return new SourcePlan(address, format, SourceSchemes.Defaults(address.Scheme, format).SetItems(options.Options), Permits);
    }

    /// <summary>Whether an address that a playlist names may be opened.</summary>
    internal bool Permits(string url)
    {
        // How FFmpeg writes an encrypted segment.
        string plain = url.StartsWith("crypto+", StringComparison.Ordinal) || url.StartsWith("crypto:", StringComparison.Ordinal) ? url["crypto+".Length..] : url;
        return !Faults(new SourceUrl(plain)).Any();
    }

    private static void Require(List<string> faults)
    {
        if (faults.Count > 0)
        {
            throw new VideoSegException(FaultKind.Usage, string.Join('\n', faults));
        }
    }

    private static string List(ImmutableArray<string> allowed) => allowed.IsEmpty ? "none" : string.Join(", ", allowed);

    private IEnumerable<string> Faults(SourceUrl address)
    {
        if (SourceSchemes.Forbidden.Contains(address.Scheme) || address.Scheme.Contains('+', StringComparison.Ordinal))
        {
            yield return $"'{address.Scheme}:' hides what it opens, and is never allowed; give the address itself";
            yield break;
        }

        if (!_options.AllowedSchemes.Contains("*") && !_options.AllowedSchemes.Contains(address.Scheme, StringComparer.OrdinalIgnoreCase))
        {
            yield return $"sources of kind '{address.Scheme}' are not allowed; allowed are {List(_options.AllowedSchemes)} (AllowedSchemes)";
            yield break;
        }

        if (address.Scheme == "file")
        {
            if (FileFault(address) is { } fault)
            {
                yield return fault;
            }
        }
        else if (address.Scheme == "v4l2")
        {
            if (!SourceSchemes.IsVideoDevice(address.Target))
            {
                yield return "expected a video device: /dev/videoN, or a name below /dev/v4l/by-id or /dev/v4l/by-path";
            }
        }
        else if (!SourceFormats.IsDevice(address.Scheme) && !_hosts.Any(rule => rule.Allows(address.Host)))
        {
            yield return $"the host '{address.Host}' is not allowed; allowed are {List(_options.AllowedHosts)} (AllowedHosts)";
        }
    }

    private string? FileFault(SourceUrl address)
    {
        string path = address.Target.StartsWith("file:", StringComparison.OrdinalIgnoreCase) ? address.Target[5..] : address.Target;
        string real = RealPath.Of(path);
        return _folders.Any(folder => real == folder || real.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal))
            ? null
            : $"files are read from allowed folders only; allowed are {List(_options.AllowedFolders)} (AllowedFolders)";
    }

    private IEnumerable<string> FilterFaults(string option, string description) => _options.AllowAllFilters
        ? []
        : FilterNames.Doubtful(description).Select(name => $"{option}: the filter '{name}' is not allowed: it may read files or open connections, or is not known (AllowAllFilters)");
}
