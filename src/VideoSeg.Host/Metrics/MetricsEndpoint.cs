using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using VideoSeg.Host.Metrics.Exposition;

namespace VideoSeg.Host.Metrics;

/// <summary><c>GET /metrics</c>.</summary>
internal static class MetricsEndpoint
{
    /// <summary>Maps it. A <see cref="MetricsExporter"/> must be among the services.</summary>
    public static IEndpointConventionBuilder MapMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/metrics", WriteAsync).ExcludeFromDescription().DisableHttpMetrics();

    private static async Task WriteAsync(HttpContext http)
    {
        ExpositionFormat format = ExpositionNegotiation.Format(http.Request.Headers.Accept);
        // Written whole before it is sent: a slow scraper holds up nobody.
        var text = new ArrayBufferWriter<byte>(64 * 1024);
        http.RequestServices.GetRequiredService<MetricsExporter>().Collect(text, format);
        http.Response.ContentType = ExpositionNegotiation.ContentType(format);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Vary = "Accept, Accept-Encoding";
        if (!ExpositionNegotiation.AcceptsGzip(http.Request.Headers.AcceptEncoding))
        {
            http.Response.ContentLength = text.WrittenCount;
            await http.Response.Body.WriteAsync(text.WrittenMemory, http.RequestAborted);
            return;
        }

        http.Response.Headers.ContentEncoding = "gzip";
        await using var zip = new GZipStream(http.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await zip.WriteAsync(text.WrittenMemory, http.RequestAborted);
    }
}
