using VideoSeg.Model;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Sources;

namespace VideoSeg.Pipeline.Tests.Live.Delivery;

public sealed class FieldDeliveryTests
{
    private const int Width = 320, Height = 240;

    [Theory]
    [InlineData(DeliveryMode.Latest)]
    [InlineData(DeliveryMode.Synchronised)]
    public async Task Redact_BeforeTheFieldIsFound_ShowsNothingOfThePicture(DeliveryMode mode)
    {
        await using var rig = new LiveRig(LiveRig.Default with { Field = "auto", Redact = true, Delivery = mode }, keepsPictures: true);
        using var allocator = new FrameAllocator(Width, Height, PixelFormat.Yuv420P, LiveFrame.TimeBase, ColorTags.Bt709);
        await Eventually.Holds(
            () =>
            {
                rig.Time.Advance(TimeSpan.FromMilliseconds(40));
                rig.Stream.Accept(WithName(allocator), rig.Time.GetTimestamp());
                return rig.Shown.Any(frame => !frame.IsSlate);
            },
            "a picture");
        ShownFrame[] slates = [.. rig.Shown.TakeWhile(frame => frame.IsSlate)], pictures = [.. rig.Shown.SkipWhile(frame => frame.IsSlate)];
        Assert.True(slates.Length >= 12, $"{slates.Length} slates: the field takes twelve pictures");
        Assert.All(slates, slate =>
        {
            // Black with a few words: nothing as bright, or as large, as the picture's middle, and no name.
            Assert.True(Luma(slate.Annotated, 100, 60, 120, 50).Count(value => value > 60) < 1500);
            Assert.All(Name(slate.Annotated), value => Assert.Equal(16, value));
            Assert.Null(slate.Original);
        });
        Assert.All(pictures, frame =>
        {
            Assert.All(Name(frame.Annotated), value => Assert.Equal(16, value));
            Assert.All(Name(frame.Original!), value => Assert.Equal(16, value));
            Assert.True(Luma(frame.Original!, 100, 60, 120, 50).All(value => value > 60));
        });
        Assert.Equal(LiveDropReason.Withheld, Assert.Single(rig.Counts.Dropped).Key);
    }

    [Fact]
    public async Task Redact_GivenField_BlanksFromTheFirstFrameOn_AndTheMarkIsSeen()
    {
        await using var rig = new LiveRig(LiveRig.Default with { Field = "circle:160,120,100", Redact = true, TellsTouched = true }, keepsPictures: true, starts: false);
        using var allocator = new FrameAllocator(Width, Height, PixelFormat.Yuv420P, LiveFrame.TimeBase, ColorTags.Bt709);
        rig.Stream.Accept(WithName(allocator), rig.Time.GetTimestamp());
        await rig.ShownUpTo(0);
        ShownFrame shown = rig.Shown.First();
        Assert.All(Name(shown.Original!), value => Assert.Equal(16, value));
        int mark = 0;
        for (int i = 0; i < Width * Height; i++)
        {
            bool isOutside = Math.Pow((i % Width) + 0.5 - 160, 2) + Math.Pow((i / Width) + 0.5 - 120, 2) > 101 * 101;
            mark += isOutside && shown.Annotated[i] > 100 ? 1 : 0;
            Assert.True(shown.Annotated[i] == shown.Original![i] || (isOutside && shown.Touched![i] != 0), $"{i % Width}, {i / Width}");
            Assert.True(!isOutside || shown.Touched![i] != 0, "blanked, and not told");
        }

        Assert.True(mark > 60, $"{mark} bright pixels of the mark");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Redact_AfterAnInterruption_ShowsNothingBeforeTheFieldIsFoundAnew(bool isQuick)
    {
        await using var rig = new LiveRig(LiveRig.Default with { Field = "auto", Redact = true }, starts: false);
        using var allocator = new FrameAllocator(Width, Height, PixelFormat.Yuv420P, LiveFrame.TimeBase, ColorTags.Bt709);
        bool IsShown()
        {
            rig.Time.Advance(TimeSpan.FromMilliseconds(110));
            rig.Stream.Accept(WithName(allocator), rig.Time.GetTimestamp());
            return rig.Shown.LastOrDefault() is { IsSlate: false };
        }

        await Eventually.Holds(IsShown, "a picture");
        if (isQuick)
        {
            // The source comes back before a slate was due.
            rig.Stream.SourceChanged(rig.Stream.Status.Source with { State = LiveSourceState.Away });
            rig.Stream.SourceChanged(rig.Stream.Status.Source with { State = LiveSourceState.Live });
        }
        else
        {
            rig.GiveSlate();
        }

        // Of the same size, and perhaps of another layout.
        long withheld = Withheld(rig);
        rig.Stream.Accept(WithName(allocator), rig.Time.GetTimestamp());
        Assert.Equal(withheld + 1, Withheld(rig));
        await Eventually.Holds(() => rig.Shown.Last().IsSlate, "a slate");
        Assert.Contains("looking", rig.Stream.Status.Field, StringComparison.Ordinal);
        await Eventually.Holds(IsShown, "a picture, with the field found anew");
        Assert.True(Withheld(rig) >= withheld + 12, $"{Withheld(rig) - withheld} withheld: the field takes twelve pictures");
    }

    [Fact]
    public async Task Redact_NoFieldToBeFound_ShowsNothing()
    {
        await using var rig = new LiveRig(LiveRig.Default with { Field = "auto", Redact = true }, starts: false);
        await Eventually.Holds(
            () =>
            {
                rig.Time.Advance(TimeSpan.FromMilliseconds(110));
                rig.Give();
                return rig.Stream.Status.Field.Contains("no border found", StringComparison.Ordinal);
            },
            "no border found");
        rig.Time.Advance(TimeSpan.FromMilliseconds(110));
        long number = rig.Give();
        await rig.ShownUpTo(number);
        Assert.All(rig.Shown, frame => Assert.True(frame.IsSlate));
    }

    [Fact]
    public async Task Format_ThatChanges_HasItsFieldFoundAnew()
    {
        await using var rig = new LiveRig(LiveRig.Default with { Field = "auto" }, starts: false);
        using var allocator = new FrameAllocator(Width, Height, PixelFormat.Yuv420P, LiveFrame.TimeBase, ColorTags.Bt709);
        await Eventually.Holds(
            () =>
            {
                rig.Time.Advance(TimeSpan.FromMilliseconds(110));
                rig.Stream.Accept(WithName(allocator), rig.Time.GetTimestamp());
                return rig.Stream.Status.Field.Contains(" at ", StringComparison.Ordinal);
            },
            "the field");
        rig.Give(width: 200, height: 160);
        Assert.Contains("looking", rig.Stream.Status.Field, StringComparison.Ordinal);
        await Eventually.Holds(
            () =>
            {
                rig.Time.Advance(TimeSpan.FromMilliseconds(110));
                rig.Give(width: 200, height: 160);
                return rig.Stream.Status.Field == "the whole picture";
            },
            "the whole picture");
        Assert.Equal(0, rig.Counts.FailedTotal);
    }

    [Fact]
    public async Task Field_OutsideThePicture_IsToldAndThePictureShown()
    {
        await using var rig = new LiveRig(LiveRig.Default with { Field = "box:5000,0,10,10" }, starts: false);
        rig.Give();
        await rig.ShownUpTo(0);
        Assert.False(rig.Shown.First().IsSlate);
        Assert.Contains("box:5000,0,10,10", rig.Stream.Status.Field, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("oval:1,2,3", false, "got 'oval:1,2,3'")]
    [InlineData("whole", true, "got 'whole'")]
    public async Task Create_WrongField_IsRefused(string field, bool redact, string expected)
    {
        await using var rig = new LiveRig(starts: false);
        var fault = Assert.Throws<VideoSegException>(() => new LiveStream(LiveRig.Default with { Name = "b", Field = field, Redact = redact }, rig.Hub, rig.Context));
        Assert.Equal(FaultKind.Usage, fault.Kind);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    private static long Withheld(LiveRig rig) => rig.Counts.Dropped.Single(drop => drop.Key == LiveDropReason.Withheld).Value;

    /// <summary>A round field, and a name in the upper left corner.</summary>
    private static unsafe VideoFrame WithName(FrameAllocator allocator)
    {
        VideoFrame frame = allocator.Allocate(0, 0);
        ImagePlanes planes = frame.Planes;
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                bool isField = Math.Pow(x + 0.5 - 160, 2) + Math.Pow(y + 0.5 - 120, 2) < 105 * 105, isName = x is >= 4 and < 50 && y is >= 6 and < 14 && x % 4 < 2;
                planes.Plane0[((long)y * planes.Stride0) + x] = (byte)(isName ? 235 : isField ? 120 + (20 * Math.Sin(x * 0.2)) : 17);
            }
        }

        for (int y = 0; y < Height / 2; y++)
        {
            new Span<byte>(planes.Plane1 + ((long)y * planes.Stride1), Width / 2).Fill(128);
            new Span<byte>(planes.Plane2 + ((long)y * planes.Stride2), Width / 2).Fill(128);
        }

        return frame;
    }

    private static IEnumerable<byte> Name(byte[] samples) => Luma(samples, 4, 6, 46, 8);

    private static IEnumerable<byte> Luma(byte[] samples, int left, int top, int width, int height) =>
        Enumerable.Range(0, width * height).Select(i => samples[((top + (i / width)) * Width) + left + (i % width)]);
}
