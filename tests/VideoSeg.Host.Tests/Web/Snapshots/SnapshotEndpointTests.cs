using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using VideoSeg.Model.Images;
using Xunit;

namespace VideoSeg.Host.Tests.Web.Snapshots;

public sealed class SnapshotEndpointTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "image/jpeg", ".jpg")]
    [InlineData("?format=jpeg&rendition=original", "image/jpeg", ".jpg")]
    [InlineData("?format=png&rendition=annotated", "image/png", ".png")]
    public async Task Snapshot_OfAStream_IsItsPictureUnderANameWithStreamAndTime(string query, string type, string ending)
    {
        await using RunningService service = await StartAsync();

        using HttpResponseMessage answer = await service.SendAsync(HttpMethod.Get, $"/api/streams/room1/snapshot{query}");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        ContentDispositionHeaderValue disposition = answer.Content.Headers.ContentDisposition!;
        Assert.Equal("attachment", disposition.DispositionType);
        string name = disposition.FileName!.Trim('"');
        Assert.StartsWith("room1-", name, StringComparison.Ordinal);
        Assert.EndsWith(ending, name, StringComparison.Ordinal);
        DateTimeOffset at = DateTimeOffset.ParseExact(name["room1-".Length..^ending.Length], "yyyyMMdd'T'HHmmss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        Assert.InRange(at, DateTimeOffset.UnixEpoch.AddYears(50), answer.Headers.Date!.Value.AddMinutes(1));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Picture picture = ImageFile.Decode(await answer.Content.ReadAsByteArrayAsync(Token), name);
        Assert.Equal((128, 96), (picture.Width, picture.Height));
        // Bars and boxes of all colours, no slate.
        Assert.True(picture.ToRgb24().Data.Distinct().Count() > 50);
    }

    [Fact]
    public async Task Snapshots_OneAfterTheOther_AreOfNewerFrames()
    {
        await using RunningService service = await StartAsync();
        long first = await FrameAsync(service);

        await Until.HoldsAsync(async () => await FrameAsync(service) > first, "the picture is another one");
    }

    [Fact]
    public async Task Snapshot_WhereNoPictureHasCome_SaysWhy()
    {
        await using RunningService service = await RunningService.StartAsync(""" "Streams": { "off": { "Enabled": false, "Source": { "Url": "udp://127.0.0.1:1" } } } """);

        using HttpResponseMessage answer = await service.SendAsync(HttpMethod.Get, "/api/streams/off/snapshot");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        JsonNode problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!;
        Assert.Contains("its source is stopped: it is disabled", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("room1/snapshot?format=gif", HttpStatusCode.BadRequest, "expected format jpeg or png, found gif")]
    [InlineData("room1/snapshot?rendition=blue", HttpStatusCode.BadRequest, "expected rendition annotated or original, found blue")]
    [InlineData("none/snapshot", HttpStatusCode.NotFound, "none")]
    public async Task Snapshot_AskedForWrongly_IsRefused(string path, HttpStatusCode status, string detail)
    {
        await using RunningService service = await StartAsync();

        using HttpResponseMessage answer = await service.SendAsync(HttpMethod.Get, $"/api/streams/{path}");

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(detail, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["detail"]!, StringComparison.Ordinal);
    }

    private static async Task<RunningService> StartAsync()
    {
        RunningService service = await RunningService.StartAsync("\"StateFile\": \"FOLDER/state.json\"");
        string body = $$"""{ "source": { "url": "{{service.Video()}}" } }""";
        Assert.Equal(HttpStatusCode.Created, (await service.SendAsync(HttpMethod.Put, "/api/streams/room1", body)).StatusCode);
        await Until.HoldsAsync(async () => (long)(await service.GetAsync("/api/streams/room1"))["delivered"]! > 0, "it delivers");
        return service;
    }

    private static async Task<long> FrameAsync(RunningService service)
    {
        using HttpResponseMessage answer = await service.SendAsync(HttpMethod.Get, "/api/streams/room1/snapshot");
        Assert.Equal("false", Assert.Single(answer.Headers.GetValues("X-Slate")));
        return long.Parse(Assert.Single(answer.Headers.GetValues("X-Frame-Number")), CultureInfo.InvariantCulture);
    }
}
