using VideoSeg.Pipeline.Flow;
using VideoSeg.Pipeline.Tracking;

namespace VideoSeg.Pipeline.Tests.Tracking;

public sealed class SteadyPolypsTests
{
    private const double Frame = 1 / 25.0;

    [Fact]
    public void Polyp_SeenLongEnough_IsShownWithOneNumber()
    {
        using var scene = new Scene(new SteadyOptions { ConfirmFrames = 3 });
        var shown = new List<int>();
        for (int i = 0; i < 20; i++)
        {
            shown.Add(scene.Show(i * Frame, 4 * i, -2 * i, (120 + (4 * i), 200 - (2 * i), 40, 0.95f)) is [var one] ? one.Track : 0);
        }

        Assert.Equal([0, 0, .. Enumerable.Repeat(1, 18)], shown);
        PolypTrack track = Assert.Single(scene.Tracker.Confirmed);
        Assert.Equal((20, 0), (track.Frames, track.Breaks));
        Assert.Equal(0, track.FirstSeen);
        Assert.Equal(19 * Frame, track.LastSeen, 1e-9);
    }

    [Fact]
    public void FalseAlarm_OfOneFrame_IsNeitherDrawnNorInTheMask()
    {
        using var scene = new Scene(new SteadyOptions { ConfirmFrames = 3 });
        for (int i = 0; i < 8; i++)
        {
            Assert.Empty(scene.Show(i * Frame, i, 0, i == 4 ? [(180, 180, 30, 0.9f)] : []).ToArray());
            Assert.Equal(0, scene.Area);
        }

        Assert.Equal(0, scene.Tracker.Count);
    }

    [Fact]
    public void Polyp_LostForSomeFrames_KeepsItsNumber()
    {
        using var scene = new Scene(new SteadyOptions { MaxGap = 0.5 });
        for (int i = 0; i < 40; i++)
        {
            bool isLost = i is >= 12 and < 20;
            var detections = scene.Show(i * Frame, 3 * i, 0, isLost ? [] : [(100 + (3 * i), 180, 40, 0.95f)]);
            Assert.All(detections.ToArray(), d => Assert.Equal(1, d.Track));
        }

        Assert.Equal(1, scene.Tracker.Count);
        Assert.Equal(1, Assert.Single(scene.Tracker.Confirmed).Breaks);
    }

    [Fact]
    public void Polyp_LostForLong_IsAnotherOne()
    {
        using var scene = new Scene(new SteadyOptions { MaxGap = 0.3 });
        for (int i = 0; i < 60; i++)
        {
            scene.Show(i * Frame, 0, 0, i is >= 20 and < 40 ? [] : [(180, 180, 40, 0.95f)]);
        }

        Assert.Equal([1, 2], scene.Tracker.Confirmed.Select(track => track.Id));
    }

    [Fact]
    public void Polyps_SideBySide_KeepTheirOwnNumbersWhileThePictureGlides()
    {
        using var scene = new Scene(new SteadyOptions());
        for (int i = 0; i < 30; i++)
        {
            double x = 5 * i;
            var detections = scene.Show(i * Frame, x, 0, (60 + x, 120, 30, 0.9f), (60 + x, 240, 36, 0.95f));
            if (i >= 3)
            {
                Assert.Equal(2, detections.Length);
                Assert.Equal(1, detections[0].Box.Y > 150 ? detections[0].Track : detections[1].Track);
            }
        }

        Assert.Equal(2, scene.Tracker.Count);
    }

    [Fact]
    public void Probabilities_ThatFlicker_GiveASteadyMask()
    {
        (double steady, int gaps) = Flicker(new SteadyOptions());
        (double plain, int plainGaps) = Flicker(new SteadyOptions { Smoothing = 0, Hysteresis = 0, ConfirmFrames = 1 });
        Assert.True(plainGaps > 5, $"{plainGaps} of the plain frames lost it");
        Assert.Equal(0, gaps);
        Assert.True(steady < 0.4 * plain, $"area changes by {steady:P1} a frame when steadied, {plain:P1} when not");
    }

    [Fact]
    public void Cut_ToAnotherView_ForgetsTheFrameBefore()
    {
        using var scene = new Scene(new SteadyOptions { ConfirmFrames = 1 });
        for (int i = 0; i < 5; i++)
        {
            scene.Show(i * Frame, 0, 0, (180, 180, 60, 0.95f));
        }

        // Another wall, without a polyp: nothing of the old one lingers.
        scene.IsOtherView = true;
        Assert.Empty(scene.Show(5 * Frame, 0, 0).ToArray());
        Assert.Equal(0, scene.Area);
    }

    [Fact]
    public void Disabled_EachFrame_StandsForItself()
    {
        using var scene = new Scene(new SteadyOptions { Enabled = false });
        var detections = scene.Show(0, 0, 0, (180, 180, 40, 0.95f));
        Assert.Equal(0, Assert.Single(detections.ToArray()).Track);
        Assert.Empty(scene.Show(Frame, 0, 0).ToArray());
    }

    [Fact]
    public void Dispose_LeavesNoHandle()
    {
        long before = VisionLibrary.LiveHandles;
        using (var scene = new Scene(new SteadyOptions()))
        {
            scene.Show(0, 0, 0);
        }

        Assert.Equal(before, VisionLibrary.LiveHandles);
    }

    /// <summary>A polyp whose probability hovers about the threshold: the mean change of its area from frame to frame, and frames without it.</summary>
    private static (double Change, int Gaps) Flicker(SteadyOptions options)
    {
        using var scene = new Scene(options);
        var random = new Random(3);
        double change = 0, last = 0, mean = 0;
        int gaps = 0;
        for (int i = 0; i < 60; i++)
        {
            scene.Show(i * Frame, 2 * i, 0, (80 + (2 * i), 180, 45, (float)(0.62 + (0.2 * ((2 * random.NextDouble()) - 1)))));
            if (i >= 10)
            {
                change += Math.Abs(scene.Area - last) / 50;
                mean += scene.Area / 50.0;
                gaps += scene.Area == 0 ? 1 : 0;
            }

            last = scene.Area;
        }

        return (change / mean, gaps);
    }
}
