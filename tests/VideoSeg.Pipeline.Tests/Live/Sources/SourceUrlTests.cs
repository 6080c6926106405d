using VideoSeg.Pipeline.Live.Sources;

namespace VideoSeg.Pipeline.Tests.Live.Sources;

public sealed class SourceUrlTests
{
    [Theory]
    [InlineData("in.mp4", null, "file", "in.mp4", "")]
    [InlineData("/a/b c.mp4", null, "file", "/a/b c.mp4", "")]
    [InlineData("file:/a/b.mp4", null, "file", "file:/a/b.mp4", "")]
    [InlineData("/dev/video2", null, "v4l2", "/dev/video2", "")]
    [InlineData("/dev/v4l/by-id/usb-x", null, "v4l2", "/dev/v4l/by-id/usb-x", "")]
    [InlineData("/dev/video2", "video4linux2", "v4l2", "/dev/video2", "")]
    [InlineData("v4l2:/dev/video2", null, "v4l2", "/dev/video2", "")]
    [InlineData("lavfi:testsrc2=size=64x64:rate=25", null, "lavfi", "testsrc2=size=64x64:rate=25", "")]
    [InlineData("testsrc2=size=64x64", "lavfi", "lavfi", "testsrc2=size=64x64", "")]
    [InlineData(":0.0+100,200", "x11grab", "x11grab", ":0.0+100,200", "")]
    [InlineData("RTSP://User:pass@Camera-1.Example:8554/live?x=1", null, "rtsp", "RTSP://User:pass@Camera-1.Example:8554/live?x=1", "camera-1.example")]
    [InlineData("rtsp://a:p@ss@host/live", null, "rtsp", "rtsp://a:p@ss@host/live", "host")]
    [InlineData("srt://[2001:db8::7]:9000?mode=caller", null, "srt", "srt://[2001:db8::7]:9000?mode=caller", "2001:db8::7")]
    [InlineData("udp://@239.1.1.1:5000", null, "udp", "udp://@239.1.1.1:5000", "239.1.1.1")]
    [InlineData("udp://:5000", null, "udp", "udp://:5000", "")]
    [InlineData("http://host?token=1", null, "http", "http://host?token=1", "host")]
    [InlineData("-", null, "pipe", "-", "")]
    [InlineData("subfile,,start,0,end,9,,:/etc/passwd", null, "subfile", "subfile,,start,0,end,9,,:/etc/passwd", "")]
    [InlineData("hls+http://host/x", null, "hls+http", "hls+http://host/x", "host")]
    public void Url_OfAnyKind_IsTakenApart(string url, string? format, string scheme, string target, string host)
    {
        var source = new SourceUrl(url, format);
        Assert.Equal((scheme, target, host), (source.Scheme, source.Target, source.Host));
    }

    [Theory]
    [InlineData("rtsp://admin:geheim42@camera/live", "rtsp://***@camera/live")]
    [InlineData("rtsp://a:p@ss@host/live", "rtsp://***@host/live")]
    [InlineData("rtsp://admin@camera/live", "rtsp://***@camera/live")]
    [InlineData("srt://host:9000?passphrase=geheim4242&mode=caller", "srt://host:9000?passphrase=***&mode=caller")]
    [InlineData("https://host/a.m3u8?token=abc.def&quality=3", "https://host/a.m3u8?token=***&quality=3")]
    [InlineData("http://host/a?api_key=1234567&pkt_size=3", "http://host/a?api_key=***&pkt_size=3")]
    [InlineData("rtmp://host/live/geheim42", "rtmp://host/live/***")]
    [InlineData("RTMPS://bob:builder@host:443/app/instance/geheim42?x=y", "RTMPS://***@host:443/app/***")]
    [InlineData("rtmp://host/live", "rtmp://host/live")]
    [InlineData("rtmp://host/live?x=1 playpath=geheim42", "rtmp://host/live?x=1 playpath=***")]
    [InlineData("udp://@239.1.1.1:5000?pkt_size=1316", "udp://@239.1.1.1:5000?pkt_size=1316")]
    [InlineData("/data/token/film.mp4", "/data/token/film.mp4")]
    public void Display_OfAnAddressWithSecrets_HidesThem(string url, string shown) => Assert.Equal(shown, new SourceUrl(url).Display);

    [Fact]
    public void Redact_OfAMessage_HidesTheSecretsOfAddressAndOptionsWhereverTheyStand()
    {
        var options = new Dictionary<string, string> { ["passphrase"] = "opensesame", ["headers"] = "Authorization: Basic Zm9vOmJhcg==", ["latency"] = "200000" };
        var source = new SourceUrl("rtsp://admin:ge%20heim@camera/live", null, options);
        string text = source.Redact(
            "cannot open 'rtsp://admin:ge%20heim@camera/live' with password ge heim (given: passphrase=opensesame), header Authorization: Basic Zm9vOmJhcg==, latency=200000, " +
            "sent on to http://bob:builder@other/x?access_token=xyz");
        Assert.Equal(
            "cannot open 'rtsp://***@camera/live' with password *** (given: passphrase=***), header ***, latency=200000, sent on to http://***@other/x?access_token=***",
            text);
    }

    [Fact]
    public void Redact_OfAMessage_HidesTheKeyOfAPushWhereverItStands()
    {
        var source = new SourceUrl("rtmp://media/live/geheim42?s=1");
        Assert.Equal(
            "cannot open 'rtmp://media/live/***': no stream '***' at rtmp://media/live/***; retry",
            source.Redact("cannot open 'rtmp://media/live/geheim42?s=1': no stream 'geheim42' at rtmp://media/live/geheim42?s=1; retry"));
        Assert.Equal("to rtmp://other/app/***, and rtmps://third/app/***.", SourceUrl.RedactAny("to rtmp://other/app/abcdefg, and rtmps://third/app/hijk/lmn."));
    }

    [Fact]
    public void Redact_OfAShortPassword_HidesItInItsAddressOnly() =>
        Assert.Equal("a camera at rtsp://***@camera/a", new SourceUrl("rtsp://u:a@camera/a").Redact("a camera at rtsp://u:a@camera/a"));
}
