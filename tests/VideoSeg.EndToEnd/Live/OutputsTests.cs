using System.Text.Json;
using System.Text.Json.Nodes;
using VideoSeg.EndToEnd.Serve;
using VideoSeg.TestKit;
using VideoSeg.TestKit.Feeds;
using Xunit;

namespace VideoSeg.EndToEnd.Live;

/// <summary>The real service sends, records and tells at once, and ends in order: everything that it leaves is whole.</summary>
public sealed class OutputsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Outputs_OfAllKindsAtOnce_ShareTheirEncodesAndAreWholeAfterSigterm()
    {
        int port = NetworkPorts.Free();
        string received = _folder.File("received.mkv");
        await using ServedProgram served = await StartAsync($$"""
            "server": { "Kind": "push", "Url": "rtmp://127.0.0.1:{{port}}/live/room", "RedialDelay": "100 ms", "MaxRedialDelay": "500 ms" },
            "web": { "Kind": "hls", "Folder": "{{_folder.File("hls")}}" },
            "tape": { "Kind": "recorder", "Folder": "{{_folder.File("recordings")}}", "Rendition": "both", "MinFreeBytes": 0 },
            "found": { "Kind": "detections", "Folder": "{{_folder.File("detections")}}" }
            """);
        using FeedProcess receiver = FeedProcess.Ffmpeg("-listen", "1", "-i", $"rtmp://127.0.0.1:{port}/live/room", "-c", "copy", received);

        await served.UntilAsync(async () => (await OutletsAsync(served)) is var outlets && Delivered(outlets, "server") > 50 && Delivered(outlets, "web") > 50 && Delivered(outlets, "tape") > 100 && Delivered(outlets, "found") > 50, "all of them work");
        await served.UntilAsync(() => Task.FromResult(Lines().Count(IsAnalysed) > 2), "what was found is written");
        await served.UntilAsync(async () => (await served.Client.GetAsync("/hls/room/index.m3u8", TestContext.Current.CancellationToken)).IsSuccessStatusCode, "there is a playlist");
        Assert.Equal("h264", Ffmpeg.Entry(new Uri(served.Client.BaseAddress!, "/hls/room/index.m3u8").ToString(), "v:0", "codec_name"));
        JsonArray outlets = await OutletsAsync(served);
        string metrics = await served.Client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        (int exitCode, _, string errors) = await served.EndAsync();

        Assert.True(exitCode == 0, errors);
        Assert.DoesNotContain("has ended", errors, StringComparison.Ordinal);
        Assert.Equal(["h264:annotated", "h264:original"], outlets.Where(outlet => (string)outlet!["kind"]! == "rendition").Select(outlet => (string)outlet!["name"]!).Order(StringComparer.Ordinal));
        AssertOneEncodeForEachRendition(metrics);
        AssertRecordings("annotated", "original");
        AssertPlaylist();
        AssertDetections();
        await served.UntilAsync(() => Task.FromResult(!receiver.IsRunning), "the receiver has seen the end");
        AssertPlays(received);
    }

    [Fact]
    public async Task Recording_OfAServiceThatIsKilled_PlaysAndIsNamedAtTheNextStart()
    {
        string outlets = $$""" "tape": { "Kind": "recorder", "Folder": "{{_folder.File("recordings")}}", "MinFreeBytes": 0, "FragmentDuration": "200 ms" } """;
        await using (ServedProgram killed = await StartAsync(outlets))
        {
            await killed.UntilAsync(async () => (long)(await killed.GetAsync("/api/streams/room/recording"))[0]!["bytes"]! > 300_000, "it records");
            await killed.EndAsync("KILL");
        }

        string part = Assert.Single(Recordings());
        Assert.EndsWith("-annotated.mp4.part", part, StringComparison.Ordinal);
        await using ServedProgram again = await StartAsync(outlets);
        await again.UntilAsync(async () => (long)(await again.GetAsync("/api/streams/room/recording"))[0]!["bytes"]! > 300_000, "it records again");
        Assert.Equal(0, (await again.EndAsync()).ExitCode);

        Assert.Equal(1, Recordings().Count(file => file.EndsWith("-annotated-interrupted.mp4", StringComparison.Ordinal)));
        Assert.Equal(1, Recordings().Count(file => file.EndsWith("Z-annotated.mp4", StringComparison.Ordinal)));
        Assert.All(Recordings(), AssertPlays);
    }

    private static long Delivered(JsonArray outlets, string name) =>
        outlets.SingleOrDefault(outlet => (string)outlet!["name"]! == name) is { } found ? (long)found["delivered"]! : 0;

    private static async Task<JsonArray> OutletsAsync(ServedProgram served) => (await served.GetAsync("/api/streams/room"))["outlets"]!.AsArray();

    // Each picture that a rendition took is encoded once, however many take it; one may be under way between the two measurements.
    private static void AssertOneEncodeForEachRendition(string metrics)
    {
        double Sum(string name, params string[] tags) => metrics.Split('\n')
            .Where(line => line.StartsWith($"{name}{{", StringComparison.Ordinal) && tags.All(tag => line.Contains(tag, StringComparison.Ordinal)))
            .Sum(line => double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));
        double encoded = Sum("videoseg_live_stage_duration_seconds_count", "stage=\"encode\"", "kind=\"work\"");
        double taken = Sum("videoseg_live_outlet_frames_total", "outlet=\"h264:", "outcome=\"delivered\"");
        Assert.True(encoded > 100 && Math.Abs(encoded - taken) <= 2, $"{encoded} pictures were encoded, {taken} were taken by renditions");
    }

    private void AssertRecordings(params string[] pictures)
    {
        string[] files = Recordings();
        Assert.Equal(pictures, files.Select(file => Path.GetFileNameWithoutExtension(file).Split('-')[^1]).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.EndsWith(".mp4", file, StringComparison.Ordinal));
        Assert.All(files, AssertPlays);
    }

    private void AssertPlaylist()
    {
        string path = _folder.File("hls/index.m3u8");
        string[] lines = File.ReadAllLines(path);
        Assert.Equal("#EXT-X-ENDLIST", lines[^1]);
        Assert.All(lines.Where(line => !line.StartsWith('#')), segment => Assert.True(File.Exists(_folder.File($"hls/{Path.GetFileName(segment)}"))));
        AssertPlays(path);
    }

    private void AssertDetections()
    {
        Assert.EndsWith("\n", File.ReadAllText(DetectionsFile()), StringComparison.Ordinal);
        Assert.Contains(Lines(), IsAnalysed);
        Assert.All(Lines(), line => Assert.Equal("room", line.GetProperty("stream").GetString()));
    }

    private static bool IsAnalysed(JsonElement line) => line.TryGetProperty("analysedFrame", out _);

    private string DetectionsFile() => Assert.Single(Directory.GetFiles(_folder.File("detections/room/found")));

    private JsonElement[] Lines() => [.. File.ReadAllText(DetectionsFile()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];

    private string[] Recordings() => Directory.GetFiles(_folder.File("recordings"), "room-*");

    private static void AssertPlays(string path)
    {
        Ffmpeg.Run("-xerror", "-i", path, "-f", "null", "-");
        long[] times = Ffmpeg.FrameTimes(path);
        Assert.True(times.Length > 10, $"{path} has {times.Length} frames");
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second > pair.First));
    }

    private Task<ServedProgram> StartAsync(string outlets) => ServedProgram.StartAsync(
        $$"""
        "Streams": { "room": { "MaxMaskAge": "5 s", "Source": { "Url": "{{Repository.At("samples", "videos", "colonoscopy-sample.mp4")}}" }, "Outlets": { {{outlets}} } } }
        """, _folder.File("videoseg.json"));
}
