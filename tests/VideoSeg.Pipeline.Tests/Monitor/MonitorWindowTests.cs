using VideoSeg.Model;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Monitor;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Monitor;

/// <summary>What a real X server shows of frames.</summary>
[Collection(NativeHandles.Name)]
public sealed class MonitorWindowTests : IDisposable
{
    private const int ScreenWidth = 640;
    private const int ScreenHeight = 360;

    // SDL computes with 6 to 7 fractional bits, and samples are whole numbers.
    private const int Tolerance = 4;

    private static readonly (int X, int Y, int Width, int Height) Whole = (0, 0, ScreenWidth, ScreenHeight);

    private readonly XvfbServer _server = XvfbServer.Start((ScreenWidth, ScreenHeight));

    public static TheoryData<string, int, int, MonitorRenderer> Kinds =>
        new(from format in new[] { "yuv420p", "nv12" }
            from matrix in new[] { 1, 6 }
            from range in new[] { 1, 2 }
            from renderer in new[] { MonitorRenderer.Software, MonitorRenderer.OpenGL }
            select (format, matrix, range, renderer));

    public void Dispose() => _server.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Show_ColoursOfEachMatrixAndRange_AreThoseOfTheScreen(string format, int matrix, int range, MonitorRenderer renderer)
    {
        using MonitorWindow window = Open(renderer);
        using VideoFrame frame = Bars(ScreenWidth, ScreenHeight, format == "nv12" ? PixelFormat.Nv12 : PixelFormat.Yuv420P, ColorTags.Bt709 with { Matrix = matrix, Range = range });

        window.Show(frame);

        AssertBars(WaitFor(window, frame, Whole), Whole);
        Assert.Equal(renderer == MonitorRenderer.OpenGL, window.IsAccelerated);
    }

    [Theory]
    [InlineData("rgb24")]
    [InlineData("yuv444p")]
    [InlineData("yuv422p")]
    [InlineData("yuv420p10le")]
    public void Show_OtherFormats_AreConverted(string format)
    {
        PixelFormat layout = new[] { PixelFormat.Rgb24, PixelFormat.Yuv444P, PixelFormat.Yuv422P, PixelFormat.Yuv420P10 }.Single(known => known.Name == format);
        using MonitorWindow window = Open();
        using VideoFrame frame = Bars(ScreenWidth, ScreenHeight, layout, layout.Model == ColorModel.Rgb ? ColorTags.Unspecified : ColorTags.Bt709);

        window.Show(frame);

        AssertBars(_server.Read(), Whole);
    }

    [Fact]
    public void Show_WideGamutMatrix_IsConverted()
    {
        using MonitorWindow window = Open();
        using VideoFrame frame = Bars(ScreenWidth, ScreenHeight, PixelFormat.Yuv420P10, ColorTags.Bt709 with { Matrix = 9 });

        window.Show(frame);

        AssertBars(_server.Read(), Whole);
    }

    [Fact]
    public void Show_GrayRamp_IsTheRampOfTheScreen()
    {
        using MonitorWindow window = Open();
        using VideoFrame frame = ColorPicture.Make(ScreenWidth, ScreenHeight, PixelFormat.Yuv420P, ColorTags.Bt709, (x, _) => Ramp(x));

        window.Show(frame);

        ScreenPicture screen = _server.Read();
        for (int x = 0; x < ScreenWidth; x++)
        {
            AssertNear(Ramp(x), screen[x, 100], 2, x, 100);
        }

        static (byte, byte, byte) Ramp(int x) => ((byte)(x * 255 / (ScreenWidth - 1)), (byte)(x * 255 / (ScreenWidth - 1)), (byte)(x * 255 / (ScreenWidth - 1)));
    }

    [Theory]
    [InlineData(480, 360, 1, 1, 80, 0, 480, 360)] // pixel for pixel, pillars
    [InlineData(320, 180, 1, 1, 0, 0, 640, 360)] // twice as large
    [InlineData(320, 90, 1, 1, 0, 90, 640, 180)] // twice as large, bars
    [InlineData(360, 288, 16, 15, 80, 0, 480, 360)] // pixels that are not square
    [InlineData(321, 181, 1, 1, 1, 0, 638, 360)] // odd
    [InlineData(1280, 720, 1, 1, 0, 0, 640, 360)] // smaller
    public void Show_AnyShape_KeepsItOnBlack(int width, int height, int sampleWidth, int sampleHeight, int x, int y, int targetWidth, int targetHeight)
    {
        using MonitorWindow window = Open();
        using VideoFrame frame = ColorPicture.Make(width, height, PixelFormat.Yuv420P, ColorTags.Bt709, (column, _) => ColorPicture.BarAt(column, width), new Rational(sampleWidth, sampleHeight));

        window.Show(frame);

        AssertBars(_server.Read(), (x, y, targetWidth, targetHeight));
    }

    [Fact]
    public void Show_AnotherShapeThanBefore_LeavesNothingOfTheOldPicture()
    {
        using MonitorWindow window = Open();
        using VideoFrame wide = Bars(ScreenWidth, ScreenHeight, PixelFormat.Yuv420P, ColorTags.Bt709);
        using VideoFrame large = Bars(1440, 1080, PixelFormat.Nv12, ColorTags.Bt709);

        window.Show(wide);
        window.Show(large);
        AssertBars(_server.Read(), (80, 0, 480, 360));

        window.Show(wide);
        AssertBars(_server.Read(), Whole);
    }

    [Fact]
    public void Open_AWindowInsteadOfTheWholeDisplay_LiesInItsMiddle()
    {
        using MonitorWindow window = MonitorWindow.Open(Options() with { FullScreen = false, Width = 320, Height = 180 }, "test", TimeProvider.System);
        using VideoFrame frame = Bars(320, 180, PixelFormat.Yuv420P, ColorTags.Bt709);

        window.Show(frame);

        Assert.Equal((320, 180), (window.Width, window.Height));
        AssertBars(_server.Read(), (160, 90, 320, 180));
    }

    [Fact]
    public void Open_BeforeAnythingIsShown_IsBlack()
    {
        using MonitorWindow window = Open();

        AssertNear((0, 0, 0), _server.Read()[320, 180], 0, 320, 180);
        Assert.Equal(("software", false), (window.Renderer, window.WaitsForDisplay));
    }

    [Fact]
    public void Open_WhereOpenGLIsDoneByTheProcessor_TakesTheProcessorAtOnce()
    {
        using MonitorWindow window = Open(MonitorRenderer.Auto);

        Assert.False(window.IsAccelerated, window.Renderer);
    }

    [Fact]
    public void Ask_AfterTheCloseButtonOrEscape_TellsItOnce()
    {
        using MonitorWindow window = Open();
        using var other = new XClient(_server.Name);

        other.AskToClose();
        Assert.Equal(MonitorEvents.CloseAsked, WaitForEvents(window));
        Assert.Equal(MonitorEvents.None, window.Ask());

        other.PressEscape();
        Assert.Equal(MonitorEvents.EscapePressed, WaitForEvents(window));
    }

    [Fact]
    public void Show_AfterTheServerHasGone_TellsItAndLeavesNoProcess()
    {
        using VideoFrame frame = Bars(ScreenWidth, ScreenHeight, PixelFormat.Yuv420P, ColorTags.Bt709);
        int process;
        using (MonitorWindow window = Open())
        {
            process = window.ProcessId;
            window.Show(frame);
            _server.Kill();

            VideoSegException gone = Assert.Throws<VideoSegException>(() => ShowUntilItFails(window, frame));

            Assert.Equal((FaultKind.Engine, "the display server went away"), (gone.Kind, gone.Message));
        }

        Assert.False(Directory.Exists($"/proc/{process}"));
    }

    [Fact]
    public void Show_WhereTheWindowHangs_EndsItAndTellsIt()
    {
        using VideoFrame frame = Bars(64, 64, PixelFormat.Yuv420P, ColorTags.Bt709);
        using MonitorWindow window = MonitorWindow.Open(Options() with { AnswerTimeout = TimeSpan.FromSeconds(1) }, "test", TimeProvider.System);
        using var stop = System.Diagnostics.Process.Start("kill", ["-STOP", $"{window.ProcessId}"]);
        stop.WaitForExit();

        VideoSegException hung = Assert.Throws<VideoSegException>(() => window.Show(frame));

        Assert.Equal("the window did not answer within 1 s and was closed", hung.Message);
    }

    [Fact]
    public void Open_OnTheSecondDisplay_ShowsThereOnly()
    {
        // SDL tells X screens apart by where a window's middle lies, so they differ in size.
        using XvfbServer two = XvfbServer.Start((320, 180), (1280, 720));
        using MonitorWindow window = MonitorWindow.Open(new MonitorWindowOptions { Display = "1", Server = two.Name, Renderer = MonitorRenderer.Software }, "test", TimeProvider.System);
        using VideoFrame frame = Bars(1280, 720, PixelFormat.Yuv420P, ColorTags.Bt709);
        ScreenPicture before = two.Read(0);

        window.Show(frame);

        AssertBars(two.Read(1), (0, 0, 1280, 720));
        Assert.Equal(before[100, 100], two.Read(0)[100, 100]);
    }

    [Fact]
    public void Open_ADisplayThatIsNotThere_TellsWhichAre()
    {
        VideoSegException fault = Assert.Throws<VideoSegException>(() => MonitorWindow.Open(Options() with { Display = "HDMI-7" }, "test", TimeProvider.System));

        Assert.Equal("there is no display 'HDMI-7', but 0 (screen)", fault.Message);
    }

    [Fact]
    public void Open_ByName_FindsTheDisplay()
    {
        using MonitorWindow window = MonitorWindow.Open(Options() with { Display = "SCREEN" }, "test", TimeProvider.System);

        Assert.Equal((ScreenWidth, ScreenHeight), (window.Width, window.Height));
    }

    [Fact]
    public void Open_WithoutAServer_TellsWhatWasTried()
    {
        _server.Kill();

        VideoSegException fault = Assert.Throws<VideoSegException>(() => Open());

        Assert.Contains($"no display can be opened (tried x11,wayland,KMSDRM; DISPLAY is {_server.Name})", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_WithFaultyOptions_ListsThemAll()
    {
        VideoSegException fault = Assert.Throws<VideoSegException>(() => MonitorWindow.Open(Options() with { Width = 1, Height = 0 }, "test", TimeProvider.System));

        Assert.Equal((FaultKind.Usage, "Width: expected 16 to 16384\nHeight: expected 16 to 16384"), (fault.Kind, fault.Message));
    }

    [Fact]
    public void Dispose_AfterShowing_LeavesNothing() => NativeHandles.AssertNoneLeft(() =>
    {
        string[] before = Directory.GetFiles("/dev/shm", "videoseg-monitor-*");
        int process;
        using (MonitorWindow window = Open())
        {
            process = window.ProcessId;
            using VideoFrame frame = Bars(ScreenWidth, ScreenHeight, PixelFormat.Rgb24, ColorTags.Unspecified);
            window.Show(frame);
        }

        Assert.False(Directory.Exists($"/proc/{process}"));
        Assert.Equal(before, Directory.GetFiles("/dev/shm", "videoseg-monitor-*"));
    });

    private static VideoFrame Bars(int width, int height, PixelFormat format, ColorTags tags) =>
        ColorPicture.Make(width, height, format, tags, (x, _) => ColorPicture.BarAt(x, width));

    private static void ShowUntilItFails(MonitorWindow window, VideoFrame frame)
    {
        for (int i = 0; i < 1000; i++)
        {
            window.Show(frame);
        }
    }

    /// <summary>Events travel through the server: asked until there is one.</summary>
    private static MonitorEvents WaitForEvents(MonitorWindow window)
    {
        MonitorEvents happened = MonitorEvents.None;
        for (int i = 0; i < 100_000 && happened == MonitorEvents.None; i++)
        {
            happened = window.Ask();
        }

        return happened;
    }

    /// <summary>OpenGL only queues a picture, so it is shown until the screen shows it.</summary>
    private ScreenPicture WaitFor(MonitorWindow window, VideoFrame frame, (int X, int Y, int Width, int Height) place)
    {
        ScreenPicture screen = _server.Read();
        for (int i = 0; window.IsAccelerated && i < 100 && screen[place.X + 10, place.Y + 10] is (0, 0, 0); i++)
        {
            window.Show(frame);
            screen = _server.Read();
        }

        return screen;
    }

    /// <summary>The bars in their place, and black around it.</summary>
    private static void AssertBars(ScreenPicture screen, (int X, int Y, int Width, int Height) place)
    {
        double bar = (double)place.Width / ColorPicture.Bars.Length;
        foreach (int y in new[] { place.Y, place.Y + (place.Height / 2), place.Y + place.Height - 1 })
        {
            for (int i = 0; i < ColorPicture.Bars.Length; i++)
            {
                int x = place.X + (int)((i + 0.5) * bar);
                AssertNear(ColorPicture.Bars[i], screen[x, y], Tolerance, x, y);
            }

            AssertNear(ColorPicture.Bars[0], screen[place.X, y], Tolerance, place.X, y);
        }

        if (place.Width * place.Height < screen.Width * screen.Height)
        {
            (int x, int y) = (place.X > 0 ? place.X - 1 : 5, place.Y > 0 ? place.Y - 1 : 5);
            AssertNear((0, 0, 0), screen[x, y], 0, x, y);
            (x, y) = (screen.Width - 1 - (place.X > 0 ? 0 : 5), screen.Height - 1 - (place.Y > 0 ? 0 : 5));
            AssertNear((0, 0, 0), screen[x, y], 0, x, y);
        }
    }

    private static void AssertNear((byte R, byte G, byte B) expected, (byte R, byte G, byte B) found, int tolerance, int x, int y) =>
        Assert.True(Math.Abs(expected.R - found.R) <= tolerance && Math.Abs(expected.G - found.G) <= tolerance && Math.Abs(expected.B - found.B) <= tolerance,
            $"at ({x}, {y}): expected {expected}, found {found}");

    private MonitorWindowOptions Options(MonitorRenderer renderer = MonitorRenderer.Software) => new() { Server = _server.Name, Renderer = renderer };

    private MonitorWindow Open(MonitorRenderer renderer = MonitorRenderer.Software) => MonitorWindow.Open(Options(renderer), "test", TimeProvider.System);
}
