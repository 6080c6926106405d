using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Host.Metrics.Otlp;

/// <summary>Measurements sent to an OpenTelemetry collector, beside <c>/metrics</c>.</summary>
internal sealed record OtlpOptions : IValidatableObject
{
    /// <summary>
    /// Where to: with <see cref="OtlpProtocol.HttpProtobuf"/> the whole address, such as <c>http://collector:4318/v1/metrics</c>, with
    /// <see cref="OtlpProtocol.Grpc"/> the server's, such as <c>http://collector:4317</c>. Default null: nothing is sent, and OpenTelemetry is not loaded.
    /// </summary>
    public string? Endpoint { get; init; }

    /// <summary>How. Default <see cref="OtlpProtocol.HttpProtobuf"/>.</summary>
    [EnumDataType(typeof(OtlpProtocol))]
    public OtlpProtocol Protocol { get; init; } = OtlpProtocol.HttpProtobuf;

    /// <summary>Headers of each request, <c>NAME=VALUE</c> separated by commas: for keys. Default none.</summary>
    public string Headers { get; init; } = "";

    /// <summary>How often. 1 s to 10 min. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ErrorMessage = "Interval: expected 1 s to 10 min")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest time for one request. 100 ms to 10 min. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00", ErrorMessage = "Timeout: expected 100 ms to 10 min")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Endpoint is not null && !(Uri.TryCreate(Endpoint, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0))
        {
            yield return new ValidationResult("expected an address such as http://127.0.0.1:4318/v1/metrics, without a user's name (keys go into Headers), found another", [nameof(Endpoint)]);
        }
    }
}
