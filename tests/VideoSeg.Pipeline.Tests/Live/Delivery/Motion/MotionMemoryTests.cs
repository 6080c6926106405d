using System.Numerics;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Flow;
using VideoSeg.Pipeline.Live.Delivery.Motion;
using VideoSeg.Pipeline.Segment;
using VideoSeg.Pipeline.Tests.Overlay;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Live.Delivery.Motion;

public sealed class MotionMemoryTests
{
    private const int Side = 360;

    [Theory]
    [InlineData(6, 0)]
    [InlineData(-5, 4)]
    [InlineData(0.5, -0.25)]
    [InlineData(14, -9)]
    public void TryCarry_MovedPicture_MovesTheOutline_ThereAndBack(double dx, double dy)
    {
        using var motion = new MotionMemory(16);
        using var picture = new TestPicture(PixelFormat.Gray8, Side, Side, range: ColorRange.Full);
        for (int i = 0; i < 6; i++)
        {
            Paint(picture, i * dx, i * dy);
            Assert.Equal(i > 0, motion.Follow(i, picture.Planes));
        }

        PolypSet polyps = Ring();
        Assert.True(motion.TryCarry(polyps, 0, 5));
        float moved = Errors(polyps, new Vector2((float)(5 * dx), (float)(5 * dy)));
        Assert.True(moved < 2, $"off by {moved} pixels after 5 frames");
        Assert.True(motion.TryCarry(polyps, 5, 0));
        float back = Errors(polyps, Vector2.Zero);
        Assert.True(back < 0.5f, $"off by {back} pixels there and back");
    }

    [Fact]
    public void Follow_AnotherView_IsACut()
    {
        using var motion = new MotionMemory(16);
        using var picture = new TestPicture(PixelFormat.Gray8, Side, Side, range: ColorRange.Full);
        bool[] same = [.. new[] { 0, 0, 1, 1, 0 }.Select((view, i) =>
        {
            Paint(picture, 0, 0, view);
            return motion.Follow(i, picture.Planes);
        })];
        Assert.Equal([false, true, false, true, false], same);
        Assert.True(motion.TryCarry(Ring(), 0, 1));
        Assert.False(motion.TryCarry(Ring(), 1, 2));
        Assert.False(motion.TryCarry(Ring(), 3, 1));
        Assert.False(motion.TryCarry(Ring(), 0, 4));
        Assert.True(motion.TryCarry(Ring(), 2, 3));
    }

    [Fact]
    public void TryCarry_BeyondItsMemory_Refuses()
    {
        using var motion = new MotionMemory(8);
        using var picture = new TestPicture(PixelFormat.Gray8, Side, Side, range: ColorRange.Full);
        Paint(picture, 0, 0);
        for (int i = 0; i < 20; i++)
        {
            motion.Follow(i, picture.Planes);
        }

        Assert.True(motion.TryCarry(Ring(), 12, 19));
        Assert.False(motion.TryCarry(Ring(), 11, 19));
        Assert.False(motion.TryCarry(Ring(), 19, 20));
        motion.Reset();
        motion.Follow(20, picture.Planes);
        Assert.False(motion.TryCarry(Ring(), 19, 20));
    }

    [Fact]
    public void Follow_RealClip_TakesFewNeighboursForCuts_AndOtherClipsAlways()
    {
        string real = RealData.At("videos", "real-annotated-480x360-30fps.mp4");
        using var motion = new MotionMemory(300);
        int frames = 0, cuts = 0, strangers = 0, missed = 0;
        using VideoReader reader = FrameSupport.Open(real);
        using VideoReader other = FrameSupport.Open(Repository.At("samples", "videos", "colonoscopy-sample.mp4"), new VideoReaderOptions { Filter = "scale=480:360" });
        FrameSupport.ReadAll(reader, frame =>
        {
            cuts += motion.Follow(frames++, frame.Planes) ? 0 : 1;
            if (frames % 10 == 0 && other.Read(out var strange, out _) == ReadStatus.Frame)
            {
                using (strange)
                {
                    strangers++;
                    missed += motion.Follow(frames++, strange!.Planes) ? 1 : 0;
                }

                motion.Reset();
            }
        });
        Assert.Equal(0, missed);

        // The first one, those after a strange frame, and at most one in fifty.
        Assert.True(strangers > 20);
        Assert.InRange(cuts - 1 - strangers, 0, 5);
    }

    [Theory]
    [InlineData(16, 16)]
    [InlineData(17, 40)]
    [InlineData(47, 47)]
    [InlineData(48, 90)]
    [InlineData(88, 88)]
    [InlineData(96, 127)]
    [InlineData(127, 127)]
    [InlineData(128, 128)]
    public void OpticalFlow_OfAnySize_IsFound(int width, int height)
    {
        using var flow = new OpticalFlow(width, height);
        var way = new Vector2[width * height];
        byte[] texture = [.. Enumerable.Range(0, width * height).Select(i => (byte)(128 + (50 * Math.Sin((i % width) * 0.4)) + (50 * Math.Sin((i / width) * 0.5))))];
        flow.Compute(texture, texture, way);
        Assert.True(way.Average(w => w.Length()) < 0.1f);
    }

    private static PolypSet Ring()
    {
        var polyps = new PolypSet();
        Vector2[] ring = [.. Enumerable.Range(0, 40).Select(i => new Vector2(180 + (50 * MathF.Cos(i * MathF.Tau / 40)), 180 + (40 * MathF.Sin(i * MathF.Tau / 40))))];
        polyps.AddRing(ring);
        polyps.Add(new Detection(0, new PixelRegion(130, 140, 100, 80), 6283, 0.9f, 0, 1));
        return polyps;
    }

    private static float Errors(PolypSet polyps, Vector2 way)
    {
        PolypSet before = Ring();
        float worst = 0;
        for (int i = 0; i < 40; i++)
        {
            worst = Math.Max(worst, Vector2.Distance(polyps.Points[i], before.Points[i] + way));
        }

        return worst;
    }

    private static void Paint(TestPicture picture, double dx, double dy, int view = 0)
    {
        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++)
            {
                double u = x - dx, v = y - dy, k = 1 + (0.9 * view);
                double value = Math.Sin((u * 0.08 * k) + view) + Math.Sin((v * 0.07 * k) + 1 + view) + Math.Sin((u * 0.05) + (v * 0.06 * k)) + Math.Sin((u * 0.021 * k) - (v * 0.09));
                picture[0, x, y] = (int)(128 + (25 * value));
            }
        }
    }
}
