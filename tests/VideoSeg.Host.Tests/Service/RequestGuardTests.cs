using System.Net;
using System.Net.WebSockets;
using Xunit;

namespace VideoSeg.Host.Tests.Service;

public sealed class RequestGuardTests(RequestGuardTests.OneService one) : IClassFixture<RequestGuardTests.OneService>
{
    [Theory]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("10.1.2.3:99", HttpStatusCode.OK)]
    [InlineData("[::1]:80", HttpStatusCode.OK)]
    [InlineData("localhost:1234", HttpStatusCode.OK)]
    [InlineData("viewer.example.org", HttpStatusCode.OK)]
    [InlineData("a.rooms.example.org:8080", HttpStatusCode.OK)]
    [InlineData("rooms.example.org.evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("evilrooms.example.org", HttpStatusCode.MisdirectedRequest)]
    [InlineData("evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost.evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("127.0.0.1.evil.example", HttpStatusCode.MisdirectedRequest)]
    public async Task Host_OfARequest_MustBeTheServicesOwn(string host, HttpStatusCode expected)
    {
        HttpResponseMessage answer = await one.Service.SendAsync(HttpMethod.Get, "/api/streams", null, ("Host", host));

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Theory]
    [InlineData("http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("http://127.0.0.1:1", HttpStatusCode.Forbidden)]
    [InlineData("not an origin", HttpStatusCode.Forbidden)]
    [InlineData("https://allowed.example.org", HttpStatusCode.NotFound)]
    [InlineData("SELF", HttpStatusCode.NotFound)]
    public async Task Origin_OfARequest_MustBeTheServicesOwn(string origin, HttpStatusCode expected)
    {
        origin = origin == "SELF" ? $"http://{one.Service.Client.BaseAddress!.Authority}" : origin;

        Assert.Equal(expected, (await one.Service.SendAsync(HttpMethod.Delete, "/api/streams/none", null, ("Origin", origin))).StatusCode);
    }

    [Theory]
    [InlineData("cross-site", "no-cors", "image", HttpStatusCode.Forbidden)]
    [InlineData("same-site", "cors", "empty", HttpStatusCode.Forbidden)]
    [InlineData("cross-site", "navigate", "iframe", HttpStatusCode.Forbidden)]
    [InlineData("cross-site", "navigate", "document", HttpStatusCode.OK)]
    [InlineData("same-origin", "cors", "empty", HttpStatusCode.OK)]
    [InlineData("none", "navigate", "document", HttpStatusCode.OK)]
    public async Task Site_OfARequestWithoutOrigin_MustBeTheServicesOwnUnlessALinkIsFollowed(string site, string mode, string destination, HttpStatusCode expected) =>
        Assert.Equal(expected, (await one.Service.SendAsync(
            HttpMethod.Get, "/", null, ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", destination))).StatusCode);

    [Fact]
    public async Task WebSocket_FromAForeignPage_IsRefused()
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", "http://evil.example");
        socket.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(
            new Uri($"ws://{one.Service.Client.BaseAddress!.Authority}/api/streams/quiet/video"), TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
    }

    /// <summary>A service for all of them.</summary>
    public sealed class OneService : IAsyncLifetime
    {
        internal RunningService Service { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Service = await RunningService.StartAsync("""
            "AllowedHosts": ["viewer.example.org", "*.rooms.example.org"], "AllowedOrigins": ["https://allowed.example.org"],
            "Streams": { "quiet": { "Enabled": false, "Source": { "Url": "udp://127.0.0.1:1" } } }
            """);

        public async ValueTask DisposeAsync() => await Service.DisposeAsync();
    }
}
