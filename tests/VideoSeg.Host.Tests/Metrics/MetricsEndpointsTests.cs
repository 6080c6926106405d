using System.Diagnostics.Metrics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using VideoSeg.Host.Metrics;
using Xunit;

namespace VideoSeg.Host.Tests.Metrics;

/// <summary>/metrics of a real web server.</summary>
public sealed class MetricsEndpointsTests
{
    [Fact]
    public async Task Get_WithAndWithoutWishes_IsAsAsked()
    {
        using var test = new TestExporter();
        test.Meter.CreateCounter<int>("c").Add(1);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using WebApplication server = builder.Build();
        server.MapMetrics(test.Exporter);
        await server.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(server.Urls.Single()) };

        using HttpResponseMessage plain = await client.GetAsync("/metrics", TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics")
        {
            Headers = { Accept = { MediaTypeWithQualityHeaderValue.Parse("application/openmetrics-text;version=1.0.0") }, AcceptEncoding = { new("gzip") } },
        };
        using HttpResponseMessage open = await client.SendAsync(request, TestContext.Current.CancellationToken);
        await using var unzipped = new GZipStream(await open.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), CompressionMode.Decompress);
        using var reader = new StreamReader(unzipped);

        Assert.Equal((HttpStatusCode.OK, "text/plain; version=0.0.4; charset=utf-8"), (plain.StatusCode, plain.Content.Headers.ContentType?.ToString()));
        Assert.Equal("# HELP c_total c\n# TYPE c_total counter\nc_total 1\n", await plain.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("application/openmetrics-text; version=1.0.0; charset=utf-8", "gzip"),
            (open.Content.Headers.ContentType?.ToString(), open.Content.Headers.ContentEncoding.Single()));
        Assert.EndsWith("c_total 1\n# EOF\n", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.True(open.Headers.CacheControl?.NoStore);
    }
}
