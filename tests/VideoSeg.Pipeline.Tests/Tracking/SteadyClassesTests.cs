using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Segment;
using VideoSeg.Pipeline.Tests.Overlay;
using VideoSeg.Pipeline.Tracking;

namespace VideoSeg.Pipeline.Tests.Tracking;

/// <summary>A square polyp of two possible classes in a picture that stands still, and what is shown of it.</summary>
public sealed class SteadyClassesTests : IDisposable
{
    private const int Cells = 32;

    private readonly TestPicture _picture = new(PixelFormat.Gray8, 320, 320);
    private readonly PolypSet _polyps = new();
    private readonly StillMotion _motion = new();
    private int _frame;

    public void Dispose() => _picture.Dispose();

    [Fact]
    public void Find_ClassesThatChangePlaces_AreOnePolyp_OfTheClassThatMostFramesSpokeFor()
    {
        using var steady = new SteadyPolyps(new PolypOptions(), new SteadyOptions(), isToldMotion: true);
        var classes = new List<int>();
        for (int i = 0; i < 40; i++)
        {
            Detection[] shown = i < 10 ? Show(steady, 0.55f, 0.40f) : Show(steady, 0.45f, 0.52f);
            if (i >= 2)
            {
                Assert.Equal(1, Assert.Single(shown).Track);
                classes.Add(shown[0].ClassIndex);
            }
            else
            {
                Assert.Empty(shown);
            }
        }

        Assert.Equal(0, classes[8]);
        Assert.Equal(0, classes[14]);
        Assert.Equal(1, classes[^1]);
        PolypTrack track = Assert.Single(steady.Tracker.Confirmed);
        Assert.Equal((40, 0, 1), (track.Frames, track.Breaks, track.ClassIndex));
    }

    [Theory]
    [InlineData(0.45f, 0.45f, 0)]
    [InlineData(0.30f, 0.60f, 1)]
    [InlineData(0.24f, 0.25f, null)]
    public void Find_PolypOfAKindThatIsUncertain_IsFoundWhereBothTogetherReachTheThreshold(float first, float second, int? expected)
    {
        using var steady = new SteadyPolyps(new PolypOptions(), new SteadyOptions { Enabled = false }, isToldMotion: true);
        Assert.Equal(expected is { } index ? [index] : [], Show(steady, first, second).Select(polyp => polyp.ClassIndex));
        Assert.All(_polyps.Detections.ToArray(), polyp => Assert.Equal(first + second, polyp.MeanProbability, 1e-5f));
    }

    [Fact]
    public void Find_WhereBothTogetherFallALittle_KeepsThePolyp_AndTheirShares()
    {
        using var steady = new SteadyPolyps(new PolypOptions(), new SteadyOptions { Smoothing = 0, ConfirmFrames = 1 }, isToldMotion: true);
        Show(steady, 0.4f, 0.3f);
        Assert.Equal(0.52, Assert.Single(Show(steady, 0.3f, 0.15f)).MeanProbability, 1e-5);
        Assert.Equal(0.52 * 2 / 3, At(0), 1e-5);
        Assert.Equal(0.52 / 3, At(1), 1e-5);
    }

    [Fact]
    public void Find_NotYetConfirmed_IsTakenOutOfAllPlanes()
    {
        using var steady = new SteadyPolyps(new PolypOptions(), new SteadyOptions(), isToldMotion: true);
        Assert.Empty(Show(steady, 0.45f, 0.45f));
        Assert.Equal((0, 0), (At(0), At(1)));
    }

    [Fact]
    public void Find_SecondClassThatIsNowhere_ChangesNothing()
    {
        using var one = new SteadyPolyps(new PolypOptions(), new SteadyOptions(), isToldMotion: true);
        using var two = new SteadyPolyps(new PolypOptions(), new SteadyOptions(), isToldMotion: true);
        var random = new Random(5);
        for (int i = 0; i < 20; i++)
        {
            float probability = 0.35f + (0.4f * random.NextSingle());
            Detection[] expected = Show(one, probability);
            float plain = At(0);
            Detection[] actual = Show(two, probability, 0);
            Assert.Equal(expected.Select(polyp => (polyp.Track, polyp.ClassIndex, polyp.Box)), actual.Select(polyp => (polyp.Track, polyp.ClassIndex, polyp.Box)));
            Assert.Equal(plain, At(0), 1e-5f);
        }
    }

    [Theory]
    [InlineData(64, 32)]
    [InlineData(32, 64)]
    public void Carry_PlanesThatAreNotSquare_MoveWithThePicture(int width, int height)
    {
        // An eighth of the picture to the right, a quarter down.
        var motion = new StillMotion(1, 2);
        var smoother = new MaskSmoother(new SteadyOptions(), 0.5f);
        using var masks = new Segmentation(1, 1, width, height);
        Paint(masks, 0.9f, 4, 4);
        smoother.Smooth(masks, null);
        using Segmentation carried = smoother.Carry(motion, 1, width, height);
        using var expected = new Segmentation(1, 1, width, height);
        Paint(expected, 0.9f, 4 + (width / 8), 4 + (height / 4));
        Assert.Equal(expected.Plane(0).ToArray(), carried.Plane(0).ToArray());

        // The next frame sees a little less, and keeps it.
        Paint(masks, 0.4f, 4 + (2 * width / 8), 4 + (2 * height / 4));
        smoother.Smooth(masks, motion);
        Assert.True(masks.Plane(0)[((4 + (2 * height / 4)) * width) + 4 + (2 * width / 8)] > 0.5f);
    }

    private Detection[] Show(SteadyPolyps steady, params float[] probabilities)
    {
        using var masks = new Segmentation(1, probabilities.Length, Cells, Cells);
        for (int c = 0; c < probabilities.Length; c++)
        {
            Paint(masks, probabilities[c], 10, 12, c);
        }

        steady.Find(_picture.Planes, _frame++ / 25.0, masks, _polyps, null, _motion);
        Planes = masks.Probabilities.ToArray();
        return _polyps.Detections.ToArray();
    }

    private float[] Planes { get; set; } = [];

    private float At(int channel) => Planes[(channel * Cells * Cells) + (14 * Cells) + 12];

    private static void Paint(Segmentation masks, float probability, int left, int top, int channel = 0)
    {
        Span<float> plane = masks.Plane(0, channel);
        plane.Clear();
        for (int y = top; y < top + 8; y++)
        {
            plane.Slice((y * masks.Width) + left, 8).Fill(probability);
        }
    }
}
