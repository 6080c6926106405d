using System.ComponentModel.DataAnnotations;
using VideoSeg.Model.Data;
using VideoSeg.Model.Evaluation;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Scores;
using VideoSeg.Pipeline.Segment;
using VideoSeg.Pipeline.Tracking;
using Xunit;

namespace VideoSeg.Pipeline.Tests.Scores;

/// <summary>Frames of 64 x 64 with squares for polyps; what the network says is given with each.</summary>
public sealed class VideoScorerTests
{
    private const int Size = 64;

    [Fact]
    public void Finish_PolypMarkedFromItsFourthFrameOn_TellsTheDelay()
    {
        // Shown from the first frame on in which it is seen, so that the delay is the network's alone.
        VideoScores scores = Score(10, Options() with { Steady = Options().Steady with { ConfirmFrames = 1 } }, frame => (Square(20, 20), frame < 3 ? null : Square(22, 22)));

        TruePolyp polyp = Assert.Single(scores.Polyps);
        Assert.Equal((0, 9, 10, 7, 3, 7), (polyp.FirstFrame, polyp.LastFrame, polyp.Frames, polyp.Marked, polyp.Delay!.Value, polyp.LongestRun));
        Assert.Equal(1, scores.Sensitivity.Mean);
        Assert.Equal(1, scores.SteadySensitivity.Mean);
        Assert.Equal(3, scores.MedianDelay);
        Assert.Equal(300, scores.Milliseconds(scores.MedianDelay), 1e-9);
        Assert.Equal(0.7, scores.FrameSensitivity, 1e-12);
        Assert.Equal((0, 0), (scores.FalseAlarms, scores.FalseFrames));
    }

    [Fact]
    public void Finish_SteadyingAsInProcess_AddsItsConfirmationToTheDelay()
    {
        VideoScores scores = Score(10, Options(), _ => (Square(20, 20), Square(20, 20)));
        Assert.Equal(new SteadyOptions().ConfirmFrames - 1, Assert.Single(scores.Polyps).Delay);
    }

    [Fact]
    public void Finish_MarkBesideThePolyp_IsAMissAndOneFalseAlarm()
    {
        // 60 frames at 10 a second are a tenth of a minute.
        VideoScores scores = Score(60, Options(), _ => (Square(2, 2), Square(40, 40)));

        Assert.Equal(0, scores.Sensitivity.Mean);
        Assert.Null(Assert.Single(scores.Polyps).Delay);
        Assert.Equal(1, scores.FalseAlarms);
        Assert.Equal(58, scores.FalseFrames);
        Assert.Equal(10, scores.FalseAlarmsPerMinute, 1e-9);
        Assert.True(double.IsNaN(scores.MedianDelay));
    }

    [Fact]
    public void Finish_PolypThatComesBackAfterTheGap_IsAnotherOne()
    {
        VideoScores scores = Score(30, Options(), frame => (frame is < 10 or >= 20 ? Square(20, 20) : null, null));
        Assert.Equal([(0, 9), (20, 29)], scores.Polyps.Select(polyp => (polyp.FirstFrame, polyp.LastFrame)));
    }

    [Fact]
    public void Finish_PolypsOfTwoSequences_AreCountedApart()
    {
        VideoScoreOptions options = Options() with { Sequences = Enumerable.Range(0, 20).ToDictionary(i => $"f{i}", i => i < 10 ? 4 : 5) };

        VideoScores scores = Score(20, options, frame => (Square(20, 20), frame < 10 ? Square(20, 20) : null));

        Assert.Equal([4, 5], scores.Polyps.Select(polyp => polyp.Sequence));
        Assert.Equal(0, scores.Polyps[1].FirstFrame);
        Assert.Equal(2, scores.Sequences);
        Assert.Equal(new ScoreInterval(0.5, 0, 1), scores.Sensitivity);
    }

    [Fact]
    public void Finish_PolypThatMovesFartherThanItsSize_StaysOneWhereItIsTheOnlyOne()
    {
        VideoScores scores = Score(4, Options(), frame => (Square(frame % 2 * 40, 10), null));
        Assert.Equal(4, Assert.Single(scores.Polyps).Frames);
    }

    [Fact]
    public void Finish_OtherPolypWhileTheFirstIsOutOfSight_IsNotTheFirst()
    {
        // At 10 frames a second a polyp may be out of sight for five frames.
        VideoScores scores = Score(20, Options(), frame => (frame < 10 ? Square(2, 2) : frame < 13 ? null : Square(40, 40), null));
        Assert.Equal([(0, 9), (13, 19)], scores.Polyps.Select(polyp => (polyp.FirstFrame, polyp.LastFrame)));
    }

    [Fact]
    public void Finish_LargerSmallestMark_ChangesTheMarksAndNotTheTruth()
    {
        // 256 of 4096 cells are 6 %.
        VideoScoreOptions options = Options() with { Polyps = new PolypOptions { MinArea = 0.1 } };
        VideoScores scores = Score(6, options, _ => (Square(20, 20), Square(20, 20)));
        Assert.Equal(0, scores.Sensitivity.Mean);
        Assert.Single(scores.Polyps);
    }

    [Fact]
    public void Finish_MarkOnAPolypTooSmallToCount_IsNeitherFoundNorAFalseAlarm()
    {
        VideoScores scores = Score(6, Options() with { TruthMinArea = 0.1 }, _ => (Square(20, 20), Square(20, 20)));
        Assert.Empty(scores.Polyps);
        Assert.Equal((0, 0), (scores.FalseAlarms, scores.FalseFrames));
        Assert.True(double.IsNaN(scores.Sensitivity.Mean));
    }

    [Fact]
    public void Finish_AllOfAFewPolyps_LeavesThatMoreMightBeMissed()
    {
        VideoScores scores = Score(6, Options(), _ => (Square(20, 20), Square(20, 20)));
        Assert.Equal(1, scores.Sensitivity.Mean);
        Assert.InRange(scores.Sensitivity.Low, 0.1, 0.4);
    }

    [Fact]
    public void Scorer_WhatCannotBeFollowed_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new VideoScorer(Options() with { FramesPerSecond = 1 }));
        Assert.Throws<ArgumentException>(() => new VideoScorer(Options() with { Steady = new SteadyOptions { Enabled = false } }));
        Assert.Throws<ValidationException>(() => new VideoScorer(Options() with { FramesPerSecond = 0 }));
        VideoScores slowest = Score(6, Options() with { FramesPerSecond = 2 }, _ => (Square(20, 20), Square(20, 20)));
        Assert.Equal(1, slowest.Sensitivity.Mean);
    }

    private static VideoScoreOptions Options() => new() { FramesPerSecond = 10, Steady = new SteadyOptions { Smoothing = 0, Hysteresis = 0 } };

    private static (int X, int Y)? Square(int x, int y) => (x, y);

    private static VideoScores Score(int frames, VideoScoreOptions options, Func<int, ((int X, int Y)? Truth, (int X, int Y)? Marked)> at)
    {
        using var scorer = new VideoScorer(options);
        var picture = new Picture(Size, Size, PixelFormat.Rgb24);
        new Random(1).NextBytes(picture.Data);
        for (int i = 0; i < frames; i++)
        {
            var (truth, marked) = at(i);
            var mask = new Picture(Size, Size, PixelFormat.Gray8);
            using var segmentation = new Segmentation(1, 1, Size, Size);
            for (int cell = 0; cell < Size * Size; cell++)
            {
                mask.Data[cell] = Holds(truth, cell) ? (byte)255 : (byte)0;
                segmentation.Plane(0)[cell] = Holds(marked, cell) ? 0.9f : 0.1f;
            }

            scorer.Observe(new SegmentationSample($"f{i}", "", ""), picture, mask, segmentation, 0);
            Assert.Equal(0.1f, segmentation.Plane(0)[^1]);
        }

        return scorer.Finish();
    }

    private static bool Holds((int X, int Y)? square, int cell) =>
        square is { } place && cell % Size >= place.X && cell % Size < place.X + 16 && cell / Size >= place.Y && cell / Size < place.Y + 16;
}
