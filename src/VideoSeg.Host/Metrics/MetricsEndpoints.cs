using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using VideoSeg.Host.Metrics.Exposition;
using VideoSeg.Host.Metrics.Otlp;
using VideoSeg.Host.Service;

namespace VideoSeg.Host.Metrics;

/// <summary>The measurements, for Prometheus: <c>/metrics</c>.</summary>
internal static class MetricsEndpoints
{
    /// <summary>What they need.</summary>
    public static void AddMetricsEndpoint(this IServiceCollection services) => services
        .AddSingleton(provider => provider.GetRequiredService<ServiceOptions>().Metrics)
        .AddSingleton<MetricsExporter>()
        .AddSingleton<ProcessGauges>()
        .AddSingleton<ServiceGauges>()
        .AddSingleton(provider => provider.GetRequiredService<MetricsOptions>().Otlp)
        .AddSingleton<OtlpPush>();

    /// <summary>All of them. From now on everything is measured.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder app)
    {
        MetricsExporter exporter = app.ServiceProvider.GetRequiredService<MetricsExporter>();
        app.ServiceProvider.GetRequiredService<ProcessGauges>();
        ServiceGauges gauges = app.ServiceProvider.GetRequiredService<ServiceGauges>();
        exporter.EndSeries(gauges.IsAlive);
        if (app.ServiceProvider.GetRequiredService<OtlpOptions>().Endpoint is not null)
        {
            app.ServiceProvider.GetRequiredService<OtlpPush>();
        }

        app.MapMetrics(exporter);
    }

    /// <summary>Maps an exporter.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder app, MetricsExporter exporter) =>
        app.MapGet("/metrics", (HttpContext http) => WriteAsync(http, exporter)).ExcludeFromDescription().DisableHttpMetrics();

    private static async Task WriteAsync(HttpContext http, MetricsExporter exporter)
    {
        ExpositionFormat format = ExpositionNegotiation.Format(http.Request.Headers.Accept);
        // Written whole before it is sent: a slow scraper holds up nobody.
        var text = new ArrayBufferWriter<byte>(64 * 1024);
        exporter.Collect(text, format);
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
