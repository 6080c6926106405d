using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using VideoSeg.Host.Health;
using VideoSeg.Host.Metrics;
using VideoSeg.Host.Service.Configuration;
using VideoSeg.Host.Service.Logs;
using VideoSeg.Host.Service.Outlets;
using VideoSeg.Host.Web;
using VideoSeg.Model;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Sources;

namespace VideoSeg.Host.Service;

/// <summary>What the live service is to do: the section <c>VideoSeg</c> of the configuration.</summary>
internal sealed record ServiceOptions : IValidatableObject
{
    /// <summary>Addresses to listen at, separated by semicolons. Default <c>http://127.0.0.1:8080</c>: for this machine only.</summary>
    [Required]
    public string Urls { get; init; } = "http://127.0.0.1:8080";

    /// <summary>Names by which browsers and programs may call the service, <c>*.example.org</c> for all below, <c>*</c> for any. IP addresses, <c>localhost</c> and this machine's name are always allowed. Default: none.</summary>
    public ImmutableArray<string> AllowedHosts { get; init; } = [];

    /// <summary>Web sites whose pages may call the service, such as <c>https://viewer.example.org</c>, besides its own. Default: none.</summary>
    public ImmutableArray<string> AllowedOrigins { get; init; } = [];

    /// <summary>File in which streams that were made by the API outlast the service. Default null: they do not.</summary>
    public string? StateFile { get; init; }

    /// <summary>Longest time for ending in order; what has not ended by then is left. Default 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ErrorMessage = "ShutdownTimeout: expected 1 s to 10 min")]
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often the configuration file is looked at for changes; 0 for never (then SIGHUP only). Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ErrorMessage = "ReloadInterval: expected 0 s to 1 d")]
    public TimeSpan ReloadInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The log.</summary>
    public LogOptions Log { get; init; } = new();

    /// <summary>What counts as ready.</summary>
    public HealthOptions Health { get; init; } = new();

    /// <summary>The network.</summary>
    public EngineOptions Engine { get; init; } = new();

    /// <summary>What is measured, and where the measurements go. Default: as <see cref="MetricsOptions"/>.</summary>
    public MetricsOptions Metrics { get; init; } = new();

    /// <summary>How browsers are served. Default: as <see cref="WebOptions"/>.</summary>
    public WebOptions Web { get; init; } = new();

    /// <summary>What sources of streams may be, whoever names them. Default: as <see cref="SourcePolicyOptions"/>: cameras and networks, no files.</summary>
    public SourcePolicyOptions Sources { get; init; } = new();

    /// <summary>What outlets may do that the API names. Default: as <see cref="OutputOptions"/>: write no files.</summary>
    public OutputOptions Outputs { get; init; } = new();

    /// <summary>Streams by name. Default: none; then the sample recording is served.</summary>
    public ImmutableDictionary<string, StreamDefinition> Streams { get; init; } = ImmutableDictionary<string, StreamDefinition>.Empty;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ListenAddress.ParseAll(Urls, out string fault) is null && Urls.Length > 0)
        {
            yield return new ValidationResult(fault, [nameof(Urls)]);
        }

        foreach (string origin in AllowedOrigins.Where(origin => !IsOrigin(origin)))
        {
            yield return new ValidationResult($"expected scheme and host, such as https://viewer.example.org, found '{origin}'", [nameof(AllowedOrigins)]);
        }

        foreach (ValidationResult notAllowed in CheckSources())
        {
            yield return notAllowed;
        }

        foreach (ValidationResult conflict in FolderConflicts.Faults(Streams))
        {
            yield return new ValidationResult(conflict.ErrorMessage, [nameof(Streams), .. conflict.MemberNames]);
        }

        foreach (string stream in Health.Streams.Where(stream => !Streams.IsEmpty && !Streams.ContainsKey(stream)))
        {
            yield return new ValidationResult($"expected names of streams ({string.Join(", ", Streams.Keys.Order(StringComparer.Ordinal))}), found '{stream}'", [nameof(Health), nameof(Health.Streams)]);
        }
    }

    private IEnumerable<ValidationResult> CheckSources()
    {
        SourcePolicy policy;
        try
        {
            policy = new SourcePolicy(Sources);
        }
        catch (VideoSegException e)
        {
            return [new ValidationResult(OneLine(e), [nameof(Sources)])];
        }

        // What could not be read has its fault already.
        return Streams.Where(stream => stream.Value.Options?.Source?.Url is not null)
            .Select(stream => (stream.Key, Fault: FaultOf(policy, stream.Value.Options.Source)))
            .Where(fault => fault.Fault.Length > 0)
            .Select(fault => new ValidationResult(fault.Fault, [nameof(Streams), fault.Key, nameof(LiveStreamOptions.Source)]));
    }

    private static string FaultOf(SourcePolicy policy, LiveSourceOptions source)
    {
        try
        {
            policy.Require(source);
            return "";
        }
        catch (VideoSegException e)
        {
            return OneLine(e);
        }
    }

    private static string OneLine(VideoSegException fault) => fault.Message.ReplaceLineEndings("; ");

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https" && text == uri.GetLeftPart(UriPartial.Authority);
}
