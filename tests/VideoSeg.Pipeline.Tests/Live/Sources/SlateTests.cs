using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Interop;
using VideoSeg.Pipeline.Live.Sources;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Live.Sources;

public sealed class SlateTests
{
    private const string Reason = "nothing is listening at rtsp://***@camera-3.or.example:8554/endoscope/main?channel=1&subtype=0; is the source switched on?";

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Text_OfASourceThatIsAway_SaysWhySinceWhenAndWhatNext()
    {
        LiveSourceStatus status = Away();
        _clock.Advance(TimeSpan.FromSeconds(65));
        Assert.Equal(
            new SlateText("Room 3", "No picture", "The cable is out", "Since 00:00:00 (1 min 5 s)", "Next try in 10 s"),
            SlateText.Of("Room 3", status with { Reason = "the cable is out" }, _clock));
        _clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal("Trying now", SlateText.Of("", status, _clock).Next);
        Assert.Equal("Trying now", SlateText.Of("", status with { State = LiveSourceState.Connecting }, _clock).Next);
        Assert.Equal("Waiting for rtsp://camera", SlateText.Of("", status with { State = LiveSourceState.Connecting, Reason = "" }, _clock).Reason);
        Assert.Equal("Waiting for pictures", SlateText.Of("", status with { State = LiveSourceState.Silent }, _clock).Next);
        Assert.Equal(("Ended", ""), (SlateText.Of("", status with { State = LiveSourceState.Stopped }, _clock).Headline, SlateText.Of("", status with { State = LiveSourceState.Stopped }, _clock).Next));
    }

    [Theory]
    [InlineData(0.9, "0 s")]
    [InlineData(59, "59 s")]
    [InlineData(60, "1 min 0 s")]
    [InlineData(3_599, "59 min 59 s")]
    [InlineData(7_380, "2 h 3 min")]
    [InlineData(356_400, "4 d 3 h")]
    public void Span_OfATime_IsInItsTwoUnits(double seconds, string expected) => Assert.Equal(expected, SlateText.Span(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Wrap_OfLongText_FitsTheWidthAndKeepsTheWords()
    {
        float width = StrokeFont.Measure("nothing is listening at rtsp://");
        List<string> lines = SlateLayout.Wrap(Reason, width, 20);
        Assert.All(lines, line => Assert.True(StrokeFont.Measure(line) <= width, line));
        Assert.Equal(Reason.Replace(" ", "", StringComparison.Ordinal), string.Concat(lines).Replace(" ", "", StringComparison.Ordinal));

        List<string> cut = SlateLayout.Wrap(Reason, width, 3);
        Assert.Equal(3, cut.Count);
        Assert.EndsWith("...", cut[2], StringComparison.Ordinal);
        Assert.All(cut, line => Assert.True(StrokeFont.Measure(line) <= width, line));
        Assert.Equal(["short"], SlateLayout.Wrap("short", width, 3));
        Assert.Empty(SlateLayout.Wrap("", width, 3));
    }

    [Theory]
    [InlineData(320, 240, "yuv420p", 0)]
    [InlineData(176, 144, "yuv420p", 0)]
    [InlineData(720, 576, "rgb24", 0)]
    [InlineData(720, 480, "nv12", 2)]
    [InlineData(480, 640, "gray", 0)]
    [InlineData(1920, 1080, "yuv422p10le", 1)]
    [InlineData(1001, 333, "yuv444p", 0)]
    [InlineData(3840, 2160, "yuv420p", 1)]
    public void Slate_OfAnySizeAndFormat_IsDarkLegibleAndWithinItsMargins(int width, int height, string format, int range)
    {
        VideoStreamInfo video = Video(width, height, format, range);
        using var painter = new SlatePainter();
        using VideoFrame slate = painter.Paint(SlateText.Of("Room 3", Away() with { Reason = Reason }, _clock), video);
        Assert.Equal((width, height, format, video.Color, video.SampleAspectRatio), (slate.Width, slate.Height, slate.Format.Name, slate.Color, slate.SampleAspectRatio));

        double[] luma = Brightness(slate.Planes);
        double bright = luma.Max(), mean = luma.Average(), ground = luma[0];
        Assert.InRange(ground, 0, 0.05); // nearly black
        Assert.InRange(bright, 0.5, 0.75); // legible, but no lamp in a dark room
        Assert.InRange(mean, 0.02, 0.12);

        // Letters stand within the margins: the border is plain.
        int margin = Math.Min(width, height) / 30;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                if (x < margin || y < margin || x >= width - margin || y >= height - margin)
                {
                    Assert.Equal(ground, luma[(y * width) + x], 0.005);
                }
            }
        }
    }

    [Fact]
    public void Slate_WithNewText_IsAnotherPictureOfTheSameKindAndLeavesTheFirst()
    {
        using var painter = new SlatePainter();
        using VideoFrame first = painter.Paint(SlateText.Of("Room 3", Away(), _clock), null);
        double[] before = Brightness(first.Planes);
        _clock.Advance(TimeSpan.FromSeconds(1));
        using VideoFrame second = painter.Paint(SlateText.Of("Room 3", Away() with { Reason = "another reason" }, _clock), null);
        Assert.Equal((1280, 720, "yuv420p"), (second.Width, second.Height, second.Format.Name));
        Assert.NotEqual(before, Brightness(second.Planes));
        Assert.Equal(before, Brightness(first.Planes));
    }

    [Fact]
    public void Slate_AfterOneThatCouldNotBePainted_IsTriedFromTheBeginning()
    {
        using var painter = new SlatePainter();
        VideoStreamInfo impossible = Video(0, 0, "yuv420p", 0);
        string first = Assert.ThrowsAny<Exception>(() => painter.Paint(SlateText.Of("Room 3", Away(), _clock), impossible)).Message;
        Assert.Equal(first, Assert.ThrowsAny<Exception>(() => painter.Paint(SlateText.Of("Room 3", Away(), _clock), impossible)).Message);
        using VideoFrame slate = painter.Paint(SlateText.Of("Room 3", Away(), _clock), Video(320, 240, "yuv420p", 0));
        Assert.Equal((320, 240), (slate.Width, slate.Height));
    }

    private static VideoStreamInfo Video(int width, int height, string format, int range) => new()
    {
        Width = width,
        Height = height,
        Format = PixelFormats.Get(PixelFormats.Find(format)),
        TimeBase = new Rational(1, 25),
        Color = ColorTags.Bt709 with { Range = range },
        SampleAspectRatio = new Rational(16, 15),
    };

    private static unsafe double[] Brightness(in ImagePlanes planes)
    {
        PixelComponent first = planes.Format.Components[planes.Format.Model == ColorModel.Rgb ? 1 : 0];
        double maximum = (1 << first.DepthBits) - 1;
        double black = planes.Range == ColorRange.Limited ? 16 * maximum / 255 : 0, white = planes.Range == ColorRange.Limited ? 235 * maximum / 255 : maximum;
        double[] brightness = new double[planes.Width * planes.Height];
        for (int y = 0; y < planes.Height; y++)
        {
            byte* row = planes.Plane(first.Plane) + ((long)y * planes.Stride(first.Plane)) + first.OffsetBytes;
            for (int x = 0; x < planes.Width; x++)
            {
                byte* sample = row + ((long)x * first.StepBytes);
                brightness[(y * planes.Width) + x] = ((first.DepthBits > 8 ? *(ushort*)sample : *sample) - black) / (white - black);
            }
        }

        return brightness;
    }

    private LiveSourceStatus Away() => new(LiveSourceState.Away, Reason, _clock.Start, 3, null) { Address = "rtsp://camera", NextTry = _clock.Start + TimeSpan.FromSeconds(75) };
}
