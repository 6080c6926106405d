using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace VideoSeg.Host.Tests.Metrics.Otlp;

/// <summary>A collector on a free port: takes metrics by HTTP or gRPC, and reads of them what tests look at.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly bool _grpc;
    private readonly Lock _lock = new();
    private readonly List<OtlpMetric> _metrics = [];

    private OtlpCollector(WebApplication server, bool grpc) => (_server, _grpc) = (server, grpc);

    /// <summary>What to send to.</summary>
    public string Endpoint => _grpc ? _server.Urls.Single() : $"{_server.Urls.Single()}/v1/metrics";

    /// <summary>What it was sent.</summary>
    public OtlpMetric[] Metrics
    {
        get
        {
            lock (_lock)
            {
                return [.. _metrics];
            }
        }
    }

    /// <summary>The last request's header <c>x-key</c>.</summary>
    public string? Key { get; private set; }

    public static async Task<OtlpCollector> StartAsync(bool grpc)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = grpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        var collector = new OtlpCollector(builder.Build(), grpc);
        collector._server.MapPost(grpc ? "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export" : "/v1/metrics", collector.TakeAsync);
        await collector._server.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        // gRPC: a flag and the length come first.
        byte[] message = body.ToArray()[(_grpc ? 5 : 0)..];
        lock (_lock)
        {
            Key = http.Request.Headers["x-key"];
            _metrics.AddRange(OtlpMetric.ReadAll(message));
        }

        http.Response.ContentType = _grpc ? "application/grpc" : "application/x-protobuf";
        if (_grpc)
        {
            await http.Response.Body.WriteAsync(new byte[5]);
            http.Response.AppendTrailer("grpc-status", "0");
        }
    }
}
