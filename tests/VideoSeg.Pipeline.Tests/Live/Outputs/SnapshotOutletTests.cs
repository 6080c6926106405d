using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Interop;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Outputs;
using VideoSeg.Pipeline.Tests.Monitor;
using VideoSeg.Pipeline.Tests.Support;

namespace VideoSeg.Pipeline.Tests.Live.Outputs;

[Collection(NativeHandles.Name)]
public sealed class SnapshotOutletTests : IDisposable
{
    private readonly OutletWatch _watch = new();
    private readonly LiveFramePool _pool = new();

    public void Dispose()
    {
        _pool.Dispose();
        _watch.Dispose();
    }

    [Theory]
    [InlineData(ImageContainer.Jpeg, "image/jpeg", 1, 1, 6)]
    [InlineData(ImageContainer.Jpeg, "image/jpeg", 6, 2, 6)]
    [InlineData(ImageContainer.Png, "image/png", 1, 1, 3)]
    [InlineData(ImageContainer.Png, "image/png", 6, 2, 3)]
    [InlineData(ImageContainer.Png, "image/png", 9, 1, 3)]
    public async Task TakeAsync_AnyMatrixAndRange_HasThePicturesColours(ImageContainer container, string contentType, int matrix, int range, int tolerance)
    {
        await using SnapshotOutlet outlet = Start();
        Offer(outlet, ColorPicture.Make(320, 180, PixelFormat.Yuv420P, ColorTags.Bt709 with { Matrix = matrix, Range = range }, (x, _) => ColorPicture.BarAt(x, 320)));
        await _watch.UntilAsync(() => outlet.Delivered == 1);

        Snapshot snapshot = (await outlet.TakeAsync(container, LiveRendition.Annotated, TestContext.Current.CancellationToken))!;

        Assert.Equal((contentType, 320, 180, false), (snapshot.ContentType, snapshot.Width, snapshot.Height, snapshot.IsSlate));
        AssertBars(snapshot, tolerance);
    }

    [Fact]
    public async Task TakeAsync_PixelsThatAreNotSquare_AreMadeSquare()
    {
        await using SnapshotOutlet outlet = Start();
        Offer(outlet, ColorPicture.Make(360, 288, PixelFormat.Yuv420P, ColorTags.Bt709, (x, _) => ColorPicture.BarAt(x, 360), new Rational(16, 15)));
        await _watch.UntilAsync(() => outlet.Delivered == 1);

        Snapshot snapshot = (await outlet.TakeAsync(ImageContainer.Png, LiveRendition.Annotated, TestContext.Current.CancellationToken))!;

        Assert.Equal((384, 288), (snapshot.Width, snapshot.Height));
        AssertBars(snapshot, 4);
    }

    [Theory]
    [InlineData(1000, 1)]
    [InlineData(1, 1000)]
    public async Task TakeAsync_PixelsOfAnImpossibleShape_AreTakenForSquare(int width, int height)
    {
        await using SnapshotOutlet outlet = Start();
        Offer(outlet, ColorPicture.Make(360, 288, PixelFormat.Yuv420P, ColorTags.Bt709, (x, _) => ColorPicture.BarAt(x, 360), new Rational(width, height)));
        await _watch.UntilAsync(() => outlet.Delivered == 1);
        Snapshot snapshot = (await outlet.TakeAsync(ImageContainer.Png, LiveRendition.Annotated, TestContext.Current.CancellationToken))!;
        Assert.Equal((360, 288), (snapshot.Width, snapshot.Height));
    }

    [Theory]
    [InlineData(LiveRendition.Annotated, 200)]
    [InlineData(LiveRendition.Original, 60)]
    public async Task TakeAsync_OfTheNewestFrame_IsTheOneThatIsAskedFor(LiveRendition rendition, int gray)
    {
        await using SnapshotOutlet outlet = Start();
        Offer(outlet, Gray(10), Gray(20));
        await _watch.UntilAsync(() => outlet.Delivered == 1);
        Offer(outlet, Gray(200), Gray(60), number: 7);
        await _watch.UntilAsync(() => outlet.Delivered == 2);

        Snapshot snapshot = (await outlet.TakeAsync(ImageContainer.Png, rendition, TestContext.Current.CancellationToken))!;

        Assert.Equal(7, snapshot.Frame);
        Assert.InRange(ImageFile.Decode(snapshot.Bytes.Span, "snapshot").Data[0], gray - 2, gray + 2);
    }

    [Fact]
    public async Task TakeAsync_BeforeTheFirstFrameAndAfterTheEnd_IsNothing()
    {
        SnapshotOutlet outlet = Start();
        Assert.Null(await outlet.TakeAsync(ImageContainer.Png, LiveRendition.Annotated, TestContext.Current.CancellationToken));
        Offer(outlet, Gray(10));
        await _watch.UntilAsync(() => outlet.Delivered == 1);

        await outlet.DisposeAsync();

        Assert.Null(await outlet.TakeAsync(ImageContainer.Png, LiveRendition.Annotated, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task DisposeAsync_AfterSnapshots_LeavesNoFrame()
    {
        MediaHandleCounts before = MediaLibrary.LiveHandles;
        await using (SnapshotOutlet outlet = Start())
        {
            for (int i = 0; i < 5; i++)
            {
                Offer(outlet, Gray(10 * i), Gray(i));
                await _watch.UntilAsync(() => outlet.Delivered == i + 1);
                await outlet.TakeAsync(ImageContainer.Jpeg, LiveRendition.Original, TestContext.Current.CancellationToken);
            }
        }

        Assert.Equal(before, MediaLibrary.LiveHandles);
    }

    private static VideoFrame Gray(int value) =>
        ColorPicture.Make(64, 48, PixelFormat.Yuv420P, ColorTags.Bt709, (_, _) => ((byte)value, (byte)value, (byte)value));

    private static void AssertBars(Snapshot snapshot, int tolerance)
    {
        Picture picture = ImageFile.Decode(snapshot.Bytes.Span, "snapshot");
        Assert.Equal((snapshot.Width, snapshot.Height), (picture.Width, picture.Height));
        for (int i = 0; i < ColorPicture.Bars.Length; i++)
        {
            int at = ((picture.Height / 2 * picture.Width) + (int)((i + 0.5) * picture.Width / ColorPicture.Bars.Length)) * 3;
            (byte r, byte g, byte b) = ColorPicture.Bars[i];
            Assert.InRange(picture.Data[at], r - tolerance, r + tolerance);
            Assert.InRange(picture.Data[at + 1], g - tolerance, g + tolerance);
            Assert.InRange(picture.Data[at + 2], b - tolerance, b + tolerance);
        }
    }

    private void Offer(SnapshotOutlet outlet, VideoFrame annotated, VideoFrame? original = null, long number = 0)
    {
        using LiveFrame frame = _pool.Rent();
        (frame.Annotated, frame.Original, frame.Number, frame.IsSlate) = (annotated, original, number, false);
        outlet.Offer(frame);
    }

    private SnapshotOutlet Start()
    {
        var outlet = new SnapshotOutlet("stream", "snapshot", _watch.Context);
        outlet.Start();
        return outlet;
    }
}
