using System.Collections.Immutable;
using VideoSeg.Model;
using VideoSeg.Pipeline.Live.Sources;
using VideoSeg.TestKit;
using VideoSeg.TestKit.Feeds;

namespace VideoSeg.Pipeline.Tests.Live.Sources;

public sealed class SourcePolicyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("rtsp://camera/live")]
    [InlineData("rtmp://server/app/key")]
    [InlineData("srt://10.0.0.7:9000")]
    [InlineData("udp://@239.1.1.1:5000")]
    [InlineData("rtp://239.1.1.1:5000")]
    [InlineData("https://server/a.m3u8")]
    [InlineData("/dev/video0")]
    [InlineData("/dev/v4l/by-id/usb-046d_HD-video-index0")]
    [InlineData("lavfi:testsrc2=size=64x64")]
    public void Require_OfAnOrdinarySource_AgreesByDefault(string url) => new SourcePolicy(new SourcePolicyOptions()).Require(new LiveSourceOptions { Url = url });

    [Theory]
    [InlineData("/etc/passwd", "files are read from allowed folders only; allowed are none (AllowedFolders)")]
    [InlineData("file:///etc/passwd", "allowed are none (AllowedFolders)")]
    [InlineData("concat:/a.ts|/b.ts", "'concat:' hides what it opens")]
    [InlineData("subfile,,start,0,end,9,,:/etc/passwd", "'subfile:' hides what it opens")]
    [InlineData("data:text/plain,x", "'data:' hides what it opens")]
    [InlineData("cache:http://host/x", "'cache:' hides what it opens")]
    [InlineData("async:/etc/passwd", "'async:' hides what it opens")]
    [InlineData("crypto:/etc/passwd", "'crypto:' hides what it opens")]
    [InlineData("hls+http://host/x", "hides what it opens")]
    [InlineData("ftp://host/x", "sources of kind 'ftp' are not allowed; allowed are file, v4l2, lavfi, rtsp, rtsps, rtmp, rtmps, srt, udp, rtp, http, https (AllowedSchemes)")]
    [InlineData("pipe:0", "sources of kind 'pipe' are not allowed")]
    [InlineData("-", "sources of kind 'pipe' are not allowed")]
    [InlineData("unix:/run/x", "sources of kind 'unix' are not allowed")]
    [InlineData("v4l2:/etc/passwd", "expected a video device")]
    [InlineData("/dev/video0/../../etc/passwd", "expected a video device")]
    [InlineData("lavfi:movie=/etc/passwd", "Url: the filter 'movie' is not allowed")]
    public void Require_OfWhatIsNotAllowed_SaysWhatIs(string url, string expected)
    {
        var fault = Assert.Throws<VideoSegException>(() => new SourcePolicy(new SourcePolicyOptions()).Require(new LiveSourceOptions { Url = url }));
        Assert.Equal(FaultKind.Usage, fault.Kind);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Require_WithManyFaults_NamesThemAllAndNoPassword()
    {
        var options = new LiveSourceOptions
        {
            Url = "ftp://me:geheim42@host/x",
            Format = "concat",
            Filter = "movie=x,frei0r=y",
            Options = ImmutableDictionary<string, string>.Empty.Add("protocol_whitelist", "file").Add("http_proxy", "http://x"),
        };
        string message = Assert.Throws<VideoSegException>(() => new SourcePolicy(new SourcePolicyOptions()).Require(options)).Message;
        Assert.All(new[] { "'ftp'", "Format: 'concat'", "'movie'", "'frei0r'", "'protocol_whitelist'", "'http_proxy'" }, part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.DoesNotContain("geheim42", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("camera1.example", "rtsp://camera1.example/x", true)]
    [InlineData("camera1.example", "rtsp://CAMERA1.EXAMPLE./x", true)]
    [InlineData("camera1.example", "rtsp://camera2.example/x", false)]
    [InlineData("camera1.example", "rtsp://camera1.example.evil/x", false)]
    [InlineData("camera1.example", "rtsp://evil@camera1.example:1@evil.example/x", false)]
    [InlineData("*.or.example", "rtsp://a.b.or.example/x", true)]
    [InlineData("*.or.example", "rtsp://or.example/x", false)]
    [InlineData("*.or.example", "rtsp://evilor.example/x", false)]
    [InlineData("10.2.0.0/16", "srt://10.2.255.7:9000", true)]
    [InlineData("10.2.0.0/16", "srt://10.3.0.7:9000", false)]
    [InlineData("10.2.0.0/16", "srt://[::ffff:10.2.0.7]:9000", true)]
    [InlineData("10.2.0.0/16", "srt://camera.example:9000", false)]
    [InlineData("10.2.0.7", "srt://10.2.0.7:9000", true)]
    [InlineData("127.0.0.1", "srt://2130706433:9000", true)]
    [InlineData("10.0.0.1", "srt://2130706433:9000", false)]
    [InlineData("2001:db8::/32", "srt://[2001:db8::7]:9000", true)]
    [InlineData("2001:db8::/32", "srt://[2001:db9::7]:9000", false)]
    [InlineData("239.0.0.0/8", "udp://@239.1.1.1:5000", true)]
    [InlineData("0.0.0.0", "udp://:5000", true)]
    [InlineData("10.2.0.0/16", "udp://:5000", false)]
    [InlineData("*", "rtsp://anything/x", true)]
    public void Require_OfAHost_FollowsTheList(string allowed, string url, bool isAllowed)
    {
        var policy = new SourcePolicy(new SourcePolicyOptions { AllowedHosts = [allowed] });
        Exception? fault = Record.Exception(() => policy.Require(new LiveSourceOptions { Url = url }));
        Assert.Equal(isAllowed, fault is null);
        Assert.True(isAllowed || fault!.Message.Contains($"allowed are {allowed} (AllowedHosts)", StringComparison.Ordinal));
    }

    [Fact]
    public void Policy_WithWrongEntries_NamesThemAll()
    {
        var options = new SourcePolicyOptions { AllowedHosts = ["10.0.0.0/99", "a:b", "ok.example", "x*y"], AllowedSchemes = ["concat"] };
        string message = Assert.Throws<VideoSegException>(() => new SourcePolicy(options)).Message;
        Assert.All(new[] { "10.0.0.0/99", "a:b", "x*y", "'concat'" }, part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.DoesNotContain("ok.example", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Require_OfAFile_FollowsLinksAndDots()
    {
        string inside = Directory.CreateDirectory(_folder.File("in")).FullName, outside = Directory.CreateDirectory(_folder.File("inside-not")).FullName;
        File.WriteAllText(Path.Combine(outside, "secret.mp4"), "x");
        File.WriteAllText(Path.Combine(inside, "film.mp4"), "x");
        File.CreateSymbolicLink(Path.Combine(inside, "link.mp4"), Path.Combine(outside, "secret.mp4"));
        Directory.CreateSymbolicLink(Path.Combine(inside, "folder"), outside);
        Directory.CreateSymbolicLink(_folder.File("alias"), inside);
        var policy = new SourcePolicy(new SourcePolicyOptions { AllowedFolders = [_folder.File("alias")] });
        Assert.All(
            new[] { $"{inside}/film.mp4", $"file:{inside}/film.mp4", $"{_folder.Path}/alias/film.mp4", $"{inside}/not-there-yet/a.mp4", $"{inside}/../in/film.mp4" },
            path => policy.Require(new LiveSourceOptions { Url = path }));
        Assert.All(
            new[] { $"{inside}/link.mp4", $"{inside}/folder/secret.mp4", $"{inside}/../inside-not/secret.mp4", $"{outside}/secret.mp4", $"{inside}/folder/../film.mp4" },
            path => Assert.Throws<VideoSegException>(() => policy.Require(new LiveSourceOptions { Url = path })));
    }

    [Theory]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{0}/other.ts\n#EXT-X-ENDLIST\n", "list.m3u8")]
    [InlineData("ffconcat version 1.0\nfile '{0}/other.ts'\n", "list.ffconcat")]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:1/other.ts\n#EXT-X-ENDLIST\n", "list.m3u8")]
    public async Task Playlist_ThatLeadsElsewhere_ShowsNothing(string text, string name)
    {
        string inside = Directory.CreateDirectory(_folder.File("in")).FullName, outside = Directory.CreateDirectory(_folder.File("out")).FullName;
        Ffmpeg.Make(Path.Combine(outside, "other.ts"), "testsrc2=size=64x64:rate=25:duration=1", "-c:v", "mpeg2video");
        string list = Path.Combine(inside, name);
        await File.WriteAllTextAsync(list, text.Replace("{0}", outside, StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var probe = new ReceiverProbe();
        var context = ReceiverProbe.Context() with { SourcePolicy = new SourcePolicy(new SourcePolicyOptions { AllowedFolders = [inside] }) };
        await using LiveSource source = probe.Open(new LiveSourceOptions { Url = list, ReconnectDelay = TimeSpan.FromMilliseconds(20) }, context);
        await probe.Until(p => p.Changes.Count(change => change.State == LiveSourceState.Away) >= 2);
        Assert.Equal(0, probe.Frames);
    }

    [Fact]
    public async Task Playlist_ThatStaysInItsFolder_IsPlayed()
    {
        Ffmpeg.Make(_folder.File("a.ts"), "testsrc2=size=64x64:rate=25:duration=1", "-c:v", "mpeg2video");
        string list = _folder.File("list.m3u8");
        await File.WriteAllTextAsync(list, "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\na.ts\n#EXT-X-ENDLIST\n", TestContext.Current.CancellationToken);
        var probe = new ReceiverProbe();
        var context = ReceiverProbe.Context() with { SourcePolicy = new SourcePolicy(new SourcePolicyOptions { AllowedFolders = [_folder.Path] }) };
        await using LiveSource source = probe.Open(new LiveSourceOptions { Url = list }, context);
        await probe.Until(p => p.Frames >= 5);
    }

    [Fact]
    public async Task Server_ThatSendsOnToAnotherHost_ShowsNothing()
    {
        Ffmpeg.Make(_folder.File("film.mp4"), "testsrc2=size=64x64:rate=25:duration=1", "-c:v", "libx264");
        int port = NetworkPorts.Free();
        using var server = new FolderServer(_folder.Path, port);
        server.Redirects["same.mp4"] = $"http://127.0.0.1:{port}/film.mp4";
        server.Redirects["other.mp4"] = $"http://localhost:{port}/film.mp4";
        using var other = new FolderServer(_folder.Path, port, "localhost");
        var context = ReceiverProbe.Context() with { SourcePolicy = new SourcePolicy(new SourcePolicyOptions { AllowedHosts = ["127.0.0.1"] }) };
        var probe = new ReceiverProbe();
        await using (probe.Open(new LiveSourceOptions { Url = $"{server.Address}same.mp4" }, context))
        {
            await probe.Until(p => p.Frames >= 3);
        }

        var refused = new ReceiverProbe();
        await using LiveSource source = refused.Open(new LiveSourceOptions { Url = $"{server.Address}other.mp4", ReconnectDelay = TimeSpan.FromMilliseconds(20) }, context);
        await refused.Until(p => p.Changes.Count(change => change.State == LiveSourceState.Away) >= 2);
        Assert.Equal(0, refused.Frames);
        Assert.Equal($"{server.Address}other.mp4 leads to something that is not allowed", refused.Changes.Last(change => change.State == LiveSourceState.Away).Reason);
    }
}
