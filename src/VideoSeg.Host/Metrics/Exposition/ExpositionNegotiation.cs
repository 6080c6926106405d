using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace VideoSeg.Host.Metrics.Exposition;

/// <summary>What a scraper asks for.</summary>
internal static class ExpositionNegotiation
{
    private const string OpenMetrics = "application/openmetrics-text";

    /// <summary>The content type of a format.</summary>
    public static string ContentType(ExpositionFormat format) => format == ExpositionFormat.OpenMetrics
        ? $"{OpenMetrics}; version=1.0.0; charset=utf-8"
        : "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>OpenMetrics where it is asked for, by name and in a version that is known, at least as much as plain text; else plain text.</summary>
    public static ExpositionFormat Format(StringValues accept)
    {
        double open = 0, text = 0;
        if (MediaTypeHeaderValue.TryParseList(accept!, out IList<MediaTypeHeaderValue>? types))
        {
            foreach (MediaTypeHeaderValue type in types)
            {
                double quality = type.Quality ?? 1;
                if (type.MediaType.Equals(OpenMetrics, StringComparison.OrdinalIgnoreCase) && IsKnown(type))
                {
                    open = Math.Max(open, quality);
                }
                else if (type.MediaType.Equals("text/plain", StringComparison.OrdinalIgnoreCase))
                {
                    text = Math.Max(text, quality);
                }
            }
        }

        return open > 0 && open >= text ? ExpositionFormat.OpenMetrics : ExpositionFormat.Text;
    }

    /// <summary>Whether the answer may be compressed with gzip.</summary>
    public static bool AcceptsGzip(StringValues acceptEncoding)
    {
        if (!StringWithQualityHeaderValue.TryParseList(acceptEncoding!, out IList<StringWithQualityHeaderValue>? encodings))
        {
            return false;
        }

        StringWithQualityHeaderValue? gzip = encodings.FirstOrDefault(encoding => encoding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase))
            ?? encodings.FirstOrDefault(encoding => encoding.Value == "*");
        return gzip is not null && gzip.Quality is not 0;
    }

    private static bool IsKnown(MediaTypeHeaderValue type)
    {
        string? version = type.Parameters.FirstOrDefault(parameter => parameter.Name.Equals("version", StringComparison.OrdinalIgnoreCase))?.Value.Value?.Trim('"');
        return version is null or "1.0.0" or "0.0.1";
    }
}
