using System.Numerics;
using VideoSeg.Pipeline.Flow;
using VideoSeg.Pipeline.Interop;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Delivery;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Tests.Support;

namespace VideoSeg.Pipeline.Tests.Live.Delivery;

[Collection(NativeHandles.Name)]
public sealed class LatestDeliveryTests
{
    private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(33);

    [Fact]
    public async Task Accept_FrameAfterFrame_ShowsEachAtOnce_InOrder()
    {
        await using var rig = new LiveRig(starts: false);
        for (int i = 0; i < 20; i++)
        {
            rig.Time.Advance(FrameTime);
            rig.Give();
        }

        await rig.ShownUpTo(19);
        ShownFrame[] shown = [.. rig.Shown];
        Assert.Equal(Enumerable.Range(0, 20).Select(n => (long)n), shown.Select(frame => frame.Number));
        Assert.All(shown, frame => Assert.Equal((TimeSpan.Zero, SegmentationState.Unavailable, true), (frame.Added, frame.State, frame.HasOriginal)));
        Assert.Equal(2970, shown[1].Ticks - shown[0].Ticks);
        Assert.Equal((20, 20, 0, 0), (rig.Counts.Captured, rig.Counts.Delivered, rig.Counts.DroppedTotal, rig.Counts.FailedTotal));
    }

    [Fact]
    public async Task Accept_WhileTheNetworkHangs_ShowsFramesAtOnce()
    {
        using var gate = new ManualResetEventSlim(initialState: false);
        await using var rig = new LiveRig();
        await rig.Running();
        rig.Network.OnCall = (_, _) => gate.Wait(TestContext.Current.CancellationToken);
        for (int i = 0; i < 100; i++)
        {
            rig.Time.Advance(FrameTime);
            rig.Give();
        }

        await rig.ShownUpTo(99);
        Assert.All(rig.Shown, frame => Assert.Equal(TimeSpan.Zero, frame.Added));
        Assert.Equal(SegmentationState.Degraded, rig.Stream.Status.Segmentation);
        gate.Set();
    }

    [Fact]
    public async Task Masks_OfAMovingPicture_MoveAlong()
    {
        using var gate = new SemaphoreSlim(0);
        await using var rig = new LiveRig();
        await rig.Running();
        rig.Network.OnCall = (_, _) => gate.Wait(TestContext.Current.CancellationToken);

        // The network looks at the first frame; its masks come four frames later, when the picture has moved on.
        rig.Give();
        await Eventually.Holds(() => rig.Network.Calls == 2, "a call");
        Vector2 way = new(5, -3);
        for (int i = 1; i <= 4; i++)
        {
            rig.Time.Advance(TimeSpan.FromMilliseconds(10));
            rig.Give(i * way.X, i * way.Y);
        }

        gate.Release();
        await rig.Analysed(1);
        for (int i = 5; i <= 8; i++)
        {
            rig.Time.Advance(TimeSpan.FromMilliseconds(10));
            rig.Give(i * way.X, i * way.Y);
        }

        await rig.ShownUpTo(8);
        foreach (ShownFrame frame in rig.Shown.Where(frame => frame.Number >= 5))
        {
            Assert.Equal(0, frame.AnalysedNumber);
            Assert.Equal(TimeSpan.FromMilliseconds(10 * frame.Number), frame.MaskAge);
            Vector2 expected = new Vector2(150, 110) + (frame.Number * way);
            Assert.True(Vector2.Distance(expected, frame.Middle) < 2.5f, $"frame {frame.Number}: the polyp lies at {expected}, its outline about {frame.Middle}");
        }

        gate.Release(100);
    }

    [Fact]
    public async Task Masks_AfterACut_AreDroppedAtOnce_AndNeverComeBack()
    {
        using var gate = new SemaphoreSlim(0);
        await using var rig = new LiveRig();
        await rig.Running();
        rig.Network.OnCall = (_, _) => gate.Wait(TestContext.Current.CancellationToken);
        rig.Give();
        gate.Release();
        await rig.Analysed(1);
        rig.Give();
        await rig.ShownUpTo(1);
        Assert.Equal(0, rig.Shown.Last().AnalysedNumber);
        await Eventually.Holds(() => rig.Network.Calls == 3, "a call of the old view");

        // Another view, and back.
        rig.Give(view: 1, polyp: false);
        rig.Give(view: 1, polyp: false);
        rig.Give();
        gate.Release();
        await rig.Analysed(2);
        rig.Give();
        await rig.ShownUpTo(5);
        Assert.All(rig.Shown.Where(frame => frame.Number >= 2), frame => Assert.Equal((null, 0), (frame.AnalysedNumber, frame.Outlines.Length)));
        gate.Release(100);
    }

    [Fact]
    public async Task Masks_ThatComeAfterThoseOfALaterFrame_AreLetGo()
    {
        using var gate = new ManualResetEventSlim(initialState: false);
        var network = new TestNetwork(lanes: 2);
        await using var rig = new LiveRig(create: () => network);
        await rig.Running();
        network.OnCall = (call, _) =>
        {
            if (call == 1)
            {
                gate.Wait(TestContext.Current.CancellationToken);
            }
        };
        rig.Give();
        await Eventually.Holds(() => network.Calls == 2, "a call for frame 0");
        rig.Give();
        await rig.Analysed(1);
        long number = rig.Give();
        await rig.ShownUpTo(number);
        Assert.True(rig.Shown.Last().AnalysedNumber >= 1);
        gate.Set();
        await Eventually.Holds(() => rig.Analysis.Analysed >= 3, "the late one, and frame 2");
        number = rig.Give();
        await rig.ShownUpTo(number);
        Assert.True(rig.Shown.Last().AnalysedNumber >= 1);
        Assert.DoesNotContain(rig.Shown, frame => frame.AnalysedNumber == 0);
    }

    [Fact]
    public async Task Masks_ThatGrowOld_FadeAndGo()
    {
        using var gate = new SemaphoreSlim(0);
        await using var rig = new LiveRig(keepsPictures: true);
        await rig.Running();
        rig.Network.OnCall = (_, _) => gate.Wait(TestContext.Current.CancellationToken);
        rig.Give();
        gate.Release();
        await rig.Analysed(1);
        for (int i = 1; i <= 11; i++)
        {
            rig.Time.Advance(TimeSpan.FromMilliseconds(20));
            rig.Give();
        }

        await rig.ShownUpTo(11);
        ShownFrame[] shown = [.. rig.Shown];

        // What the drawing changes of the polyp's surroundings: all of it up to 100 ms, then less and less, but never so little that it is not seen, nothing from 200 ms on.
        double[] strength = [.. shown.Select(frame => PolypInk(frame))];
        Assert.All(Enumerable.Range(1, 5), i => Assert.Equal(strength[1], strength[i]));
        Assert.All(Enumerable.Range(6, 4), i => Assert.InRange(strength[i] / strength[1], Math.Max((10 - i) / 5.0, 0.4) - 0.1, Math.Max((10 - i) / 5.0, 0.4) + 0.1));
        Assert.Equal((0, 0), (strength[10], strength[11]));
        Assert.Equal((null, 0), (shown[10].MaskAge, shown[10].Outlines.Length));
        gate.Release(100);
    }

    [Theory]
    [InlineData(OverlayStyle.Contour)]
    [InlineData(OverlayStyle.Fill)]
    [InlineData(OverlayStyle.Box)]
    [InlineData(OverlayStyle.Heatmap)]
    [InlineData(OverlayStyle.None)]
    public async Task Annotated_OutsideTheTouchedPixels_IsTheOriginal(OverlayStyle style)
    {
        await using var rig = new LiveRig(LiveRig.Default with { Overlay = new OverlayOptions { Style = style }, TellsTouched = true }, keepsPictures: true);
        await rig.Running();
        ShownFrame shown = await rig.GiveUntil(frame => frame.Outlines.Length == 1, "a frame with a polyp");
        int changed = 0, touched = shown.Touched!.Count(pixel => pixel != 0);
        for (int y = 0; y < LiveRig.Height; y++)
        {
            for (int x = 0; x < LiveRig.Width; x++)
            {
                int i = (y * LiveRig.Width) + x;
                if (shown.Annotated[i] != shown.Original![i])
                {
                    Assert.True(shown.Touched![i] != 0, $"the sample at {x}, {y} differs though it was not drawn on");
                    changed++;
                }
            }
        }

        Assert.True(changed > 500 && touched >= changed && touched < LiveRig.Width * LiveRig.Height / 3, $"{changed} changed of {touched}");
    }

    [Fact]
    public async Task Drawing_ThatFails_LetsTheFrameOutAsItCame()
    {
        await using var rig = new LiveRig(keepsPictures: true);
        await rig.Running();
        await rig.GiveUntil(frame => frame.Outlines.Length == 1, "a frame with a polyp");
        rig.Stream.Delivery.Show.BeforeDrawing = _ => throw new InvalidOperationException("no ink");
        long number = rig.Give();
        await rig.ShownUpTo(number);
        ShownFrame shown = rig.Shown.Last();
        Assert.Equal((SegmentationState.Unavailable, 0, null), (shown.State, shown.Outlines.Length, shown.AnalysedNumber));
        Assert.Equal(0, PolypInk(shown));
        Assert.Equal((1, 0), (rig.Counts.Undrawn, rig.Counts.FailedTotal));
        Assert.Contains(rig.Told, told => told == (SegmentationState.Unavailable, "drawing on the pictures fails"));
    }

    [Fact]
    public async Task Drawing_ThatFailsTwice_StillLetsTheFrameOut_AndLeavesNothing()
    {
        (MediaHandleCounts media, long flows) = (MediaLibrary.LiveHandles, VisionLibrary.LiveHandles);
        await using (var rig = new LiveRig(keepsPictures: true, starts: false))
        {
            rig.Stream.Delivery.Show.BeforeDrawing = _ => throw new InvalidOperationException("no ink");
            rig.Stream.Delivery.Show.BeforeUndrawing = _ => throw new InvalidOperationException("no ink for the mark either");
            rig.Give();
            await rig.ShownUpTo(0);
            ShownFrame shown = rig.Shown.Last();
            Assert.Equal(shown.Original, shown.Annotated);
            Assert.Equal((1, 1, 0), (rig.Counts.Delivered, rig.Counts.Undrawn, rig.Counts.FailedTotal));
        }

        await NativeHandles.AreBack(media, flows);
    }

    [Fact]
    public async Task Slates_CarryTheMarkAndCountApart()
    {
        await using var rig = new LiveRig(keepsPictures: true);
        await rig.Running();
        await rig.GiveUntil(frame => frame.State == SegmentationState.Active, "active");
        LiveFrameCounts before = rig.Counts;
        rig.GiveSlate();
        await Eventually.Holds(() => rig.Shown.Last().IsSlate, "the slate");
        ShownFrame slate = rig.Shown.Last();
        Assert.Equal((SegmentationState.Unavailable, false), (slate.State, slate.HasOriginal));
        Assert.Equal((before.Captured, before.Delivered, before.Slates + 1), (rig.Counts.Captured, rig.Counts.Delivered, rig.Counts.Slates));

        // Masks of before are not shown on what comes after.
        long number = rig.Give();
        await rig.ShownUpTo(number);
        long? source = rig.Shown.Last().AnalysedNumber;
        Assert.True(source is null || source == number, $"masks of frame {source}, before the slate");
    }

    [Fact]
    public async Task State_GoesDownAtOnce_AndUpAfterAWhile()
    {
        using var gate = new ManualResetEventSlim(initialState: true);
        await using var rig = new LiveRig(starts: false);
        rig.Give();
        rig.Hub.Start();
        await rig.Running();
        await rig.GiveUntil(frame => frame.State == SegmentationState.Active, "active");
        rig.Network.OnCall = (_, _) => gate.Wait(TestContext.Current.CancellationToken);
        gate.Reset();
        await rig.GiveUntil(frame => frame.State == SegmentationState.Degraded, "degraded");
        gate.Set();
        long number = rig.Shown.Last().Number;
        await rig.GiveUntil(frame => frame.State == SegmentationState.Active, "active again");
        ShownFrame[] recovering = [.. rig.Shown.Where(frame => frame.Number > number && frame.State == SegmentationState.Degraded && frame.MaskAge is not null)];
        Assert.True(recovering.Length * 20 >= StateKeeper.Hold.TotalMilliseconds - 40, $"{recovering.Length} frames, 20 ms apart, with masks before that was said");
        SegmentationState[] states = [.. rig.Told.Select(told => told.State)];
        Assert.Equal((SegmentationState.Unavailable, SegmentationState.Active), (states[0], states[^1]));
        Assert.Contains(SegmentationState.Degraded, states);
        Assert.All(rig.Told, told => Assert.Equal(told.State == SegmentationState.Active, told.Reason.Length == 0));
    }

    /// <summary>How much the luma about the polyp's rim was changed.</summary>
    private static double PolypInk(ShownFrame frame)
    {
        double sum = 0;
        for (int y = 60; y < 160; y++)
        {
            for (int x = 100; x < 200; x++)
            {
                double distance = Math.Sqrt(Math.Pow(x - 150, 2) + Math.Pow(y - 110, 2));
                int i = (y * LiveRig.Width) + x;
                sum += distance is > 30 and < 40 ? Math.Abs(frame.Annotated[i] - frame.Original![i]) : 0;
            }
        }

        return sum;
    }
}
