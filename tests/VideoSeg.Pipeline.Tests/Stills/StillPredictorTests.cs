using VideoSeg.Model;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Segment;
using VideoSeg.Pipeline.Stills;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Pipeline.Tests.Stills;

public sealed class StillPredictorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RunAsync_AllOutputs_AreWrittenAtThePicturesOwnSize()
    {
        Write("red.png", LeftHalf(200, 100, 255));
        Write("dark.png", LeftHalf(64, 64, 0));
        StillOptions options = Options() with { Probabilities = true, Overlay = new OverlayOptions { Style = OverlayStyle.Contour } };

        StillReport report = await RunAsync(options);

        Assert.Equal((2, 1), (report.Done, report.WithPolyps));
        Assert.Empty(report.Faults);
        Picture mask = ImageFile.Read(_folder.File("out/red.mask.png"));
        Assert.Same(PixelFormat.Gray8, mask.Format);
        Assert.Equal((200, 100), (mask.Width, mask.Height));
        Assert.Equal(100 * 100, mask.Data.Count(v => v == 255));
        Assert.Equal(100 * 100, mask.Data.Count(v => v == 0));
        Picture probabilities = ImageFile.Read(_folder.File("out/red.prob.png"));
        Assert.Equal(255, probabilities.Data[(50 * 200) + 50]);
        Assert.Equal(0, probabilities.Data[(50 * 200) + 150]);
        Picture overlay = ImageFile.Read(_folder.File("out/red.overlay.png"));
        Assert.Same(PixelFormat.Rgb24, overlay.Format);
        Assert.NotEqual(LeftHalf(200, 100, 255).Data, overlay.Data);
        Assert.Equal(LeftHalf(64, 64, 0).Data, ImageFile.Read(_folder.File("out/dark.overlay.png")).Data);
    }

    [Fact]
    public async Task RunAsync_TwoClassesAndABlackBorder_WritesTheLegendBesideTheField()
    {
        const int size = 480;
        var picture = new Picture(size, size, PixelFormat.Rgb24);
        for (int i = 0; i < size * size; i++)
        {
            if (IsField(i))
            {
                picture.Data.AsSpan(3 * i, 3).Fill(90);
            }
        }

        Write("field.png", picture);
        await using var segmenter = new BrightnessSegmenter(classes: 2);
        StillOptions options = Options() with { Polyps = new PolypOptions { Threshold = 0.9f }, Overlay = new OverlayOptions() };
        IReadOnlyList<StillInput> inputs = StillInput.Find([_folder.File("in")]);
        StillOutputs.Prepare(inputs, options);

        await new StillPredictor(segmenter, options, TimeProvider.System).RunAsync(inputs, null, null, TestContext.Current.CancellationToken);

        Picture drawn = ImageFile.Read(_folder.File("out/field.overlay.png"));
        Assert.False(drawn.Data.AsSpan().SequenceEqual(picture.Data), "no legend");
        Assert.DoesNotContain(Enumerable.Range(0, size * size), i => IsField(i) && drawn.Data[3 * i] != 90);

        // The lower left corner, where a legend stands that knows of no field, is in it.
        static bool IsField(int i) => i % size < size - 180;
    }

    [Fact]
    public async Task RunAsync_ByDefault_WritesMasksOnly()
    {
        Write("red.png", LeftHalf(32, 32, 255));
        await RunAsync(Options());
        Assert.Equal(["red.mask.png"], Directory.GetFiles(_folder.File("out")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task RunAsync_Threshold_DecidesTheMask()
    {
        Write("half.png", LeftHalf(64, 64, 128));
        StillOptions options = Options() with { Polyps = new PolypOptions { Threshold = 0.6f } };
        Assert.Equal(0, (await RunAsync(options)).WithPolyps);
        Assert.Equal(1, (await RunAsync(options with { Polyps = new PolypOptions { Threshold = 0.4f }, Overwrite = true })).WithPolyps);
    }

    [Fact]
    public async Task RunAsync_UnreadablePicture_IsReportedAndTheRestGoOn()
    {
        Write("a.png", LeftHalf(32, 32, 255));
        File.WriteAllText(_folder.File("in/b.png"), "no picture");
        Write("c.jpg", LeftHalf(32, 32, 255));
        var told = new List<StillFault>();

        StillReport report = await RunAsync(Options(), told);

        Assert.Equal(2, report.Done);
        Assert.Equal("b", Assert.Single(report.Faults).Input.Name);
        Assert.Equal(told, report.Faults);
        Assert.True(File.Exists(_folder.File("out/c.mask.png")));
    }

    [Fact]
    public async Task RunAsync_GrayAndSixteenBitPictures_GetColouredOverlays()
    {
        foreach (PixelFormat format in new[] { PixelFormat.Gray8, PixelFormat.Gray16, PixelFormat.Rgb48 })
        {
            var picture = new Picture(40, 30, format);
            picture.Data.AsSpan(0, picture.Data.Length / 2).Fill(250);
            Write($"{format.Name}.png", picture);
        }

        StillReport report = await RunAsync(Options() with { Overlay = new OverlayOptions { Style = OverlayStyle.Fill } });

        Assert.Equal(3, report.WithPolyps);
        Assert.All(Directory.GetFiles(_folder.File("out"), "*.overlay.png"), p => Assert.Same(PixelFormat.Rgb24, ImageFile.Read(p).Format));
    }

    [Fact]
    public async Task RunAsync_OutputCannotBeWritten_IsAnOutputFault()
    {
        Write("a.png", LeftHalf(32, 32, 255));
        Directory.CreateDirectory(_folder.File("out/a.mask.png"));
        var fault = await Assert.ThrowsAsync<VideoSegException>(() => RunAsync(Options() with { Overwrite = true }));
        Assert.Equal(FaultKind.Output, fault.Kind);
    }

    [Fact]
    public async Task Prepare_OutputsThatExist_AreRefusedUnlessTheyMayBeReplaced()
    {
        Write("a.png", LeftHalf(32, 32, 255));
        await RunAsync(Options());
        var fault = await Assert.ThrowsAsync<VideoSegException>(() => RunAsync(Options()));
        Assert.Contains("a.mask.png", fault.Message, StringComparison.Ordinal);
        Assert.Contains("--overwrite", fault.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync(Options() with { Overwrite = true })).Done);
    }

    [Fact]
    public void Prepare_OutputThatIsAnInput_IsRefusedAlways()
    {
        Write("a.png", LeftHalf(32, 32, 255));
        Write("a.mask.png", LeftHalf(32, 32, 255));
        StillOptions options = Options() with { OutputFolder = _folder.File("in"), Overwrite = true };
        IReadOnlyList<StillInput> inputs = StillInput.Find([_folder.File("in/a.png"), _folder.File("in/a.mask.png")]);
        Assert.Contains("another output folder", Assert.Throws<VideoSegException>(() => StillOutputs.Prepare(inputs, options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Prepare_OutputThatIsAnInputUnderAnotherName_IsRefusedAlways()
    {
        Write("a.png", LeftHalf(32, 32, 255));
        Write("a.mask.png", LeftHalf(32, 32, 255));
        Directory.CreateSymbolicLink(_folder.File("link"), _folder.File("in"));
        StillOptions options = Options() with { OutputFolder = _folder.File("link"), Overwrite = true };
        IReadOnlyList<StillInput> inputs = StillInput.Find([_folder.File("in/a.png"), _folder.File("in/a.mask.png")]);
        var fault = Assert.Throws<VideoSegException>(() => StillOutputs.Prepare(inputs, options));
        Assert.Equal(FaultKind.Output, fault.Kind);
        Assert.Contains("another output folder", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_Cancelled_Ends()
    {
        Write("a.png", LeftHalf(32, 32, 255));
        await using var segmenter = new BrightnessSegmenter();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new StillPredictor(segmenter, Options(), TimeProvider.System)
            .RunAsync(StillInput.Find([_folder.File("in")]), null, null, new CancellationToken(canceled: true)));
    }

    private static Picture LeftHalf(int width, int height, byte red)
    {
        var picture = new Picture(width, height, PixelFormat.Rgb24);
        for (int i = 0; i < width * height; i++)
        {
            picture.Data[3 * i] = i % width < width / 2 ? red : (byte)0;
        }

        return picture;
    }

    private StillOptions Options() => new() { OutputFolder = _folder.File("out") };

    private void Write(string name, Picture picture)
    {
        Directory.CreateDirectory(_folder.File("in"));
        ImageFile.Write(_folder.File($"in/{name}"), picture);
    }

    private async Task<StillReport> RunAsync(StillOptions options, List<StillFault>? told = null)
    {
        IReadOnlyList<StillInput> inputs = StillInput.Find([_folder.File("in")]);
        StillOutputs.Prepare(inputs, options);
        await using var segmenter = new BrightnessSegmenter();
        return await new StillPredictor(segmenter, options, TimeProvider.System)
            .RunAsync(inputs, null, f => told?.Add(f), TestContext.Current.CancellationToken);
    }
}
