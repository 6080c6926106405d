using System.Globalization;
using VideoSeg.Model.Data;
using VideoSeg.Model.Evaluation;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Evaluation;

public sealed class EvaluatorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EvaluateAsync_PicturesOfMixedSizes_ScoresEachAtItsOwnSizeInOrder()
    {
        // Left half red. The masks agree, cover the left quarter, or nothing.
        SegmentationSample[] samples =
        [
            Sample("a", 128, 96, 0.5), Sample("b", 640, 480, 0.25), Sample("c", 64, 64, 0), Sample("d", 200, 64, 0.5), Sample("e", 128, 64, 0.5),
        ];
        await using var segmenter = new BrightnessSegmenter(maxBatch: 2);
        var seen = new List<int>();

        EvaluationResult result = await new Evaluator(segmenter, new EvaluationOptions { Batch = 2 })
            .EvaluateAsync(samples, new ProgressList(seen), TestContext.Current.CancellationToken);

        Assert.Equal(["a", "b", "c", "d", "e"], result.Samples.Select(s => s.Name));
        Assert.Equal([2, 2, 1], segmenter.Batches);
        Assert.Equal([2, 4, 5], seen);
        Assert.Equal((640, 480), (result.Samples[1].Width, result.Samples[1].Height));
        Assert.Equal(new ConfusionCounts(64 * 96, 0, 0, 64 * 96), result.Samples[0].Counts);
        Assert.Equal(160 * 480, result.Samples[1].Counts.TruePositives);
        Assert.InRange(result.Samples[1].Counts.FalsePositives, 158 * 480, 162 * 480);
        Assert.Equal(0, result.Samples[2].Scores.Dice);
        Assert.Equal(result.Samples.Average(s => s.Scores.IoU), result.Mean.IoU, 1e-12);
        Assert.Equal(TimeSpan.FromMilliseconds(6), result.InferenceTime);
        Assert.Equal(TimeSpan.FromMilliseconds(3), result.PreprocessTime);
    }

    [Fact]
    public async Task EvaluateAsync_TwoClasses_TakesTheLargerProbability()
    {
        var picture = new Picture(64, 64, PixelFormat.Rgb24);
        picture.Data.AsSpan(0, 3 * 64 * 16).Fill(0);
        for (int i = 0; i < 64 * 64; i++)
        {
            picture.Data[(3 * i) + (i < 64 * 16 ? 0 : 1)] = (byte)(i < 64 * 32 ? 255 : 0);
        }

        ImageFile.Write(_folder.File("two.png"), picture);
        var mask = new Picture(64, 64, PixelFormat.Gray8);
        mask.Data.AsSpan(0, 64 * 32).Fill(255);
        ImageFile.Write(_folder.File("two-mask.png"), mask);
        await using var segmenter = new BrightnessSegmenter(classes: 2);

        EvaluationResult result = await new Evaluator(segmenter, new EvaluationOptions())
            .EvaluateAsync([new SegmentationSample("two", _folder.File("two.png"), _folder.File("two-mask.png"))]);

        Assert.Equal(1, result.Mean.Dice);
    }

    [Fact]
    public async Task EvaluateAsync_PolypOfAKindThatIsUncertain_IsPolyp_AndOfTheClassWithTheLargerProbability()
    {
        // Four tenths of each class above, a little more of the second one below; nothing on the right.
        var picture = new Picture(64, 64, PixelFormat.Rgb24);
        var mask = new Picture(64, 64, PixelFormat.Gray8);
        for (int i = 0; i < 64 * 64; i++)
        {
            (byte first, byte second) = i % 64 >= 32 ? ((byte)0, (byte)0) : i < 64 * 32 ? ((byte)110, (byte)105) : ((byte)105, (byte)110);
            (picture.Data[3 * i], picture.Data[(3 * i) + 1]) = (first, second);
            mask.Data[i] = i % 64 >= 32 ? (byte)0 : i < 64 * 32 ? (byte)1 : (byte)2;
        }

        ImageFile.Write(_folder.File("kinds.png"), picture);
        ImageFile.Write(_folder.File("kinds-mask.png"), mask);
        await using var segmenter = new BrightnessSegmenter(classes: 2);
        SegmentationSample sample = new("kinds", _folder.File("kinds.png"), _folder.File("kinds-mask.png"));

        EvaluationResult result = await new Evaluator(segmenter, new EvaluationOptions()).EvaluateAsync([sample]);

        Assert.Null(result.ClassFault);
        Assert.Equal(1, result.Mean.Dice);
        Assert.Equal([1024L, 1024L], Assert.Single(result.Samples).Classes.Select(c => c.TruePositives));
        Assert.All(result.Samples[0].Classes, c => Assert.Equal((0, 0), (c.FalsePositives, c.FalseNegatives)));

        // Where the threshold leaves no polyp there is no class either.
        result = await new Evaluator(segmenter, new EvaluationOptions { Threshold = 0.9f }).EvaluateAsync([sample]);
        Assert.All(result.Samples[0].Classes, c => Assert.Equal((0, 1024), (c.TruePositives + c.FalsePositives, c.FalseNegatives)));
    }

    [Fact]
    public void Choose_Pixels_GivesThemTheLargestClassWhereAllTogetherReachTheThreshold()
    {
        byte[] chosen = new byte[4];
        ClassRule.Choose([0.3f, 0.1f, 0.2f, 0.6f, 0.3f, 0.5f, 0.2f, 0.1f], 2, 0.5f, chosen);
        Assert.Equal([1, 2, 0, 1], chosen);
    }

    [Theory]
    [InlineData(0.3f, 1)]
    [InlineData(0.7f, 0)]
    public async Task EvaluateAsync_Threshold_DecidesWhatIsPolyp(float threshold, double dice)
    {
        SegmentationSample sample = Sample("half", 64, 64, 0.5, red: 128);
        await using var segmenter = new BrightnessSegmenter();
        EvaluationResult result = await new Evaluator(segmenter, new EvaluationOptions { Threshold = threshold }).EvaluateAsync([sample]);
        Assert.Equal(dice, result.Mean.Dice);
    }

    [Fact]
    public async Task EvaluateAsync_MaskOfAnotherSize_IsAnInputFault()
    {
        SegmentationSample[] samples = [.. Enumerable.Range(0, 20).Select(i => Sample($"p{i}", 32, 32, 0.5))];
        ImageFile.Write(samples[3].MaskPath, new Picture(31, 32, PixelFormat.Gray8));
        await using var segmenter = new BrightnessSegmenter();

        var fault = await Assert.ThrowsAsync<VideoSegException>(() => new Evaluator(segmenter, new EvaluationOptions()).EvaluateAsync(samples));

        Assert.Equal(FaultKind.Input, fault.Kind);
        Assert.Contains("31 x 32", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EvaluateAsync_Cancelled_Ends()
    {
        SegmentationSample[] samples = [Sample("a", 32, 32, 0.5)];
        await using var segmenter = new BrightnessSegmenter();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new Evaluator(segmenter, new EvaluationOptions()).EvaluateAsync(samples, null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Write_Result_IsOneLineASample()
    {
        SegmentationSample[] samples = [Sample("a,b", 64, 64, 0.5), Sample("c", 64, 64, 0)];
        await using var segmenter = new BrightnessSegmenter();
        EvaluationResult result = await new Evaluator(segmenter, new EvaluationOptions()).EvaluateAsync(samples);
        string path = _folder.File("scores.csv");

        using (var table = new ScoreTable(path))
        {
            table.Write(result);
        }

        string[] lines = await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(3, lines.Length);
        Assert.Equal(ScoreTable.Header, lines[0]);
        Assert.Equal("\"a,b\",64,64,1.000000,1.000000,1.000000,1.000000,1.000000,1.000000,2048,0,0,2048,0.500000,", lines[1]);
        Assert.Equal(lines[0].Split(',').Length, lines[2].Split(',').Length);
    }

    /// <summary>A picture whose left half is red, and a mask that covers a part of it from the left.</summary>
    private SegmentationSample Sample(string name, int width, int height, double covered, byte red = 255)
    {
        var picture = new Picture(width, height, PixelFormat.Rgb24);
        var mask = new Picture(width, height, PixelFormat.Gray8);
        for (int i = 0; i < width * height; i++)
        {
            picture.Data[3 * i] = i % width < width / 2 ? red : (byte)0;
            mask.Data[i] = i % width < width * covered ? (byte)255 : (byte)0;
        }

        string imagePath = _folder.File(string.Create(CultureInfo.InvariantCulture, $"{name}.png"));
        string maskPath = _folder.File($"{name}-mask.png");
        ImageFile.Write(imagePath, picture);
        ImageFile.Write(maskPath, mask);
        return new SegmentationSample(name, imagePath, maskPath);
    }

    private sealed class ProgressList(List<int> seen) : IProgress<int>
    {
        public void Report(int value) => seen.Add(value);
    }
}
