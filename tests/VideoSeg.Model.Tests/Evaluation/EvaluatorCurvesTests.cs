using System.ComponentModel.DataAnnotations;
using VideoSeg.Model.Data;
using VideoSeg.Model.Evaluation;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Evaluation;

/// <summary>What an evaluation gathers besides the scores: on pictures whose red is the first class's probability, their green the second's.</summary>
public sealed class EvaluatorCurvesTests : IDisposable
{
    private const int Size = 64;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EvaluateAsync_Sweep_EqualsAnEvaluationAtEachPoint()
    {
        SegmentationSample[] samples = [Noise("a", 1), Noise("b", 2), Noise("c", 3)];
        await using var segmenter = new BrightnessSegmenter();
        double[] areas = [0.004, 0, 0.02];

        EvaluationResult swept = await new Evaluator(segmenter, new EvaluationOptions { SweepAreas = [.. areas] }).EvaluateAsync(samples);

        Assert.Equal(ThresholdSweep.Thresholds.Length * 3, swept.Sweep.Length);
        foreach (SweepPoint point in swept.Sweep)
        {
            EvaluationResult one = await new Evaluator(segmenter, new EvaluationOptions { Threshold = point.Threshold, MinArea = point.MinArea }).EvaluateAsync(samples);
            Assert.Equal(one.Mean.Dice, point.Mean.Dice, 1e-12);
            Assert.Equal(one.Mean.Recall, point.Mean.Recall, 1e-12);
            Assert.Equal(one.Samples.Count(s => s.IsMissed), point.Missed);
        }

        Assert.True(swept.Sweep.Select(point => point.Mean.Dice).Distinct().Count() > 10, "the points differ");
    }

    [Fact]
    public async Task EvaluateAsync_MinArea_RemovesTheSpeckAndKeepsThePolyp()
    {
        // A polyp of 16 x 16 that is found, and a speck of 2 x 2 (0.1 % of the picture) that is not there.
        SegmentationSample sample = Write("speck", (x, y) => In(x, y, 8, 8, 16) || In(x, y, 50, 50, 2) ? (255, 0) : (0, 0), (x, y) => In(x, y, 8, 8, 16) ? 255 : 0);
        await using var segmenter = new BrightnessSegmenter();

        EvaluationResult with = await new Evaluator(segmenter, new EvaluationOptions { MinArea = 0.002 }).EvaluateAsync([sample]);
        EvaluationResult without = await new Evaluator(segmenter, new EvaluationOptions()).EvaluateAsync([sample]);

        Assert.Equal(new ConfusionCounts(256, 0, 0, 4096 - 256), with.Samples[0].Counts);
        Assert.Equal(4, without.Samples[0].Counts.FalsePositives);
    }

    [Fact]
    public async Task EvaluateAsync_ClassMasks_ScoresEachClassByTheLargestProbabilityOfWhatIsPolyp()
    {
        // Left quarter 0.6 / 0.4, next 0.2 / 0.6, next 0.3 / 0.3 (polyp, and of equal ones the first), last nothing. Truth: 1, 1, 2, 0.
        SegmentationSample sample = Write("classes",
            (x, _) => (x / 16) switch { 0 => (153, 102), 1 => (51, 153), 2 => (76, 76), _ => (0, 0) }, (x, _) => (x / 16) switch { 0 or 1 => 1, 2 => 2, _ => 0 });
        SegmentationSample none = Write("none", (_, _) => (0, 0), (_, _) => 0);
        await using var segmenter = new BrightnessSegmenter(classes: 2);

        EvaluationResult result = await new Evaluator(segmenter, new EvaluationOptions()).EvaluateAsync([sample, none]);
        EvaluationSummary summary = result.Summarise();

        Assert.Null(result.ClassFault);
        int quarter = Size * Size / 4;
        Assert.Equal([new ConfusionCounts(quarter, quarter, quarter, quarter), new ConfusionCounts(0, quarter, quarter, 2 * quarter)], result.Samples[0].Classes);
        Assert.Equal(["polyp", "other"], summary.Classes.Select(c => c.Name));
        Assert.Equal((0.5 + 1) / 2, summary.Classes[0].Dice.Mean, 1e-12);
        Assert.Equal(0.5, summary.Classes[0].PresentDice.Mean, 1e-12);
        Assert.Equal(0, summary.Classes[1].PresentDice.Mean);
        Assert.Equal([1, 1], summary.Classes.Select(c => c.Present));

        // Any polyp: both classes together reach the threshold of 0.5 in three quarters.
        Assert.Equal(new ConfusionCounts(3 * quarter, 0, 0, quarter), result.Samples[0].Counts);
    }

    [Fact]
    public async Task EvaluateAsync_BinaryMasksOfANetworkOfClasses_SaysWhyTheyAreNotToldApart()
    {
        SegmentationSample sample = Write("binary", (x, _) => (x < 32 ? 255 : 0, 0), (x, _) => x < 32 ? 255 : 0);
        await using var segmenter = new BrightnessSegmenter(classes: 2);

        EvaluationResult result = await new Evaluator(segmenter, new EvaluationOptions()).EvaluateAsync([sample]);

        Assert.Contains("255", result.ClassFault, StringComparison.Ordinal);
        Assert.Empty(result.Summarise().Classes);
        Assert.Equal(1, result.Mean.Dice);
    }

    [Fact]
    public async Task EvaluateAsync_WorstCases_KeepsTheLowestAndDrawsThem()
    {
        SegmentationSample[] samples =
        [
            .. new[] { 32, 8, 24, 0 }.Select(found => Write($"p{found}", (x, _) => (x < found ? 255 : 0, 0), (x, _) => x < 32 ? 255 : 0)),
        ];
        await using var segmenter = new BrightnessSegmenter();

        EvaluationResult result = await new Evaluator(segmenter, new EvaluationOptions { WorstCases = 2 }).EvaluateAsync(samples);

        Assert.Equal(["p0", "p8"], result.Worst.Select(one => one.Sample.Name));
        Picture drawn = ImageFile.Decode(result.Worst[0].Jpeg, "worst");
        Assert.Equal((result.Worst[0].Width, result.Worst[0].Height), (drawn.Width, drawn.Height));
    }

    [Fact]
    public void Draw_TwoMasks_OutlinesTruthYellowPredictionCyanAndBothWhite()
    {
        byte[] truth = new byte[100 * 80], marked = new byte[100 * 80];
        for (int i = 0; i < truth.Length; i++)
        {
            truth[i] = In(i % 100, i / 100, 10, 10, 30) ? (byte)255 : (byte)0;
            marked[i] = In(i % 100, i / 100, 10, 10, 30) && i % 100 < 30 || In(i % 100, i / 100, 60, 40, 20) ? (byte)255 : (byte)0;
        }

        Picture drawn = CaseDrawing.Draw(new Picture(100, 80, PixelFormat.Gray8), marked, truth);

        Assert.Equal((255, 255, 255), At(drawn, 10, 20));
        Assert.Equal((255, 214, 10), At(drawn, 39, 20));
        Assert.Equal((0, 229, 255), At(drawn, 60, 50));
        Assert.Equal((0, 0, 0), At(drawn, 20, 25));
    }

    [Fact]
    public void Draw_LineThinnerThanAPixelOfTheDrawing_IsSeen()
    {
        byte[] marked = new byte[1920 * 40];
        marked.AsSpan(1920 * 20, 1920).Fill(255);
        Picture drawn = CaseDrawing.Draw(new Picture(1920, 40, PixelFormat.Gray8), marked, new byte[marked.Length]);
        Assert.Equal(CaseDrawing.LongestSide, Enumerable.Range(0, drawn.Width * drawn.Height).Count(i => At(drawn, i % drawn.Width, i / drawn.Width) == (0, 229, 255)));
    }

    [Fact]
    public async Task Evaluator_OptionOutOfRange_IsRefused()
    {
        await using var segmenter = new BrightnessSegmenter();
        Assert.Throws<ValidationException>(() => new Evaluator(segmenter, new EvaluationOptions { Threshold = 1.5f }));
        _ = new Evaluator(segmenter, new EvaluationOptions { Threshold = 0.05f });
    }

    [Fact]
    public async Task EvaluateAsync_Histogram_HoldsEveryPixel()
    {
        SegmentationSample[] samples = [Noise("a", 1), Noise("b", 2)];
        await using var segmenter = new BrightnessSegmenter();
        EvaluationResult result = await new Evaluator(segmenter, new EvaluationOptions { Histogram = true }).EvaluateAsync(samples);
        Assert.Equal(2 * Size * Size, result.Histogram!.Pixels);
        ConfusionCounts all = result.Samples[0].Counts + result.Samples[1].Counts;
        Assert.Equal((double)all.TruePositives / (all.TruePositives + all.FalseNegatives), result.Histogram.PrecisionRecall()[500].Recall, 0.01);
    }

    private static (int, int, int) At(Picture picture, int x, int y) =>
        (picture.Data[3 * ((y * picture.Width) + x)], picture.Data[(3 * ((y * picture.Width) + x)) + 1], picture.Data[(3 * ((y * picture.Width) + x)) + 2]);

    private static bool In(int x, int y, int left, int top, int size) => x >= left && x < left + size && y >= top && y < top + size;

    private SegmentationSample Noise(string name, int seed)
    {
        var random = new Random(seed);
        int[] blocks = [.. Enumerable.Range(0, 256).Select(_ => random.Next(256))];
        return Write(name, (x, y) => (blocks[(y / 4 * 16) + (x / 4)], 0), (x, y) => In(x, y, 8 * seed, 20, 24) ? 255 : 0);
    }

    private SegmentationSample Write(string name, Func<int, int, (int Red, int Green)> color, Func<int, int, int> truth)
    {
        var picture = new Picture(Size, Size, PixelFormat.Rgb24);
        var mask = new Picture(Size, Size, PixelFormat.Gray8);
        for (int i = 0; i < Size * Size; i++)
        {
            (int red, int green) = color(i % Size, i / Size);
            (picture.Data[3 * i], picture.Data[(3 * i) + 1], mask.Data[i]) = ((byte)red, (byte)green, (byte)truth(i % Size, i / Size));
        }

        ImageFile.Write(_folder.File($"{name}.png"), picture);
        ImageFile.Write(_folder.File($"{name}-mask.png"), mask);
        return new SegmentationSample(name, _folder.File($"{name}.png"), _folder.File($"{name}-mask.png"));
    }
}
