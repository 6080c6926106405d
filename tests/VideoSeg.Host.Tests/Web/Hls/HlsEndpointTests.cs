using System.Net;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Host.Tests.Web.Hls;

public sealed class HlsEndpointTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Playlist_InARealPlayer_Plays()
    {
        await using RunningService service = await StartAsync(""" "web": { "Kind": "hls", "Folder": "FOLDER/hls" } """);
        string address = new Uri(service.Client.BaseAddress!, "/hls/room1/index.m3u8").AbsoluteUri;
        await Until.HoldsAsync(async () => (await PlaylistAsync(service)).Contains("segment-", StringComparison.Ordinal), "there is a segment");

        using HttpResponseMessage playlist = await service.Client.GetAsync(address, Token);
        string[] hashes = await Task.Run(() => Ffmpeg.Output("-i", address, "-frames:v", "40", "-f", "framehash", "-").Split('\n', StringSplitOptions.RemoveEmptyEntries), Token);

        Assert.Equal("application/vnd.apple.mpegurl", playlist.Content.Headers.ContentType!.MediaType);
        Assert.True(playlist.Headers.CacheControl!.NoStore);
        Assert.Contains("#dimensions 0: 128x96", hashes);
        string[] pictures = [.. hashes.Where(line => !line.StartsWith('#')).Select(line => line[(line.LastIndexOf(',') + 1)..])];
        Assert.Equal(40, pictures.Length);
        // The picture moves.
        Assert.True(pictures.Distinct(StringComparer.Ordinal).Count() > 20);
    }

    [Theory]
    [InlineData("room1/other.txt", "expected index.m3u8")]
    [InlineData("room1/segment-999999.ts", "is not there yet, or no more")]
    [InlineData("none/index.m3u8", "none")]
    public async Task File_ThatThereIsNot_IsNotFound(string path, string detail)
    {
        await using RunningService service = await StartAsync(""" "web": { "Kind": "hls", "Folder": "FOLDER/hls" } """);

        using HttpResponseMessage answer = await service.Client.GetAsync($"/hls/{path}", Token);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains(detail, await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Playlist_OfAStreamWithoutHls_SaysWhatItLacks()
    {
        await using RunningService service = await StartAsync("");

        using HttpResponseMessage answer = await service.Client.GetAsync("/hls/room1/index.m3u8", Token);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("no output of kind hls", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    private static async Task<RunningService> StartAsync(string outlets)
    {
        RunningService service = await RunningService.StartAsync(""" "Streams": { "off": { "Enabled": false, "Source": { "Url": "udp://127.0.0.1:1" } } } """);
        service.Configure($$"""
            "Streams": { "room1": { "Source": { "Url": "{{service.Video()}}" }, "Outlets": { {{outlets}} } } }
            """);
        await service.Host.Reload.ReloadAsync(Token);
        return service;
    }

    private static async Task<string> PlaylistAsync(RunningService service)
    {
        using HttpResponseMessage answer = await service.Client.GetAsync("/hls/room1/index.m3u8", Token);
        return await answer.Content.ReadAsStringAsync(Token);
    }
}
