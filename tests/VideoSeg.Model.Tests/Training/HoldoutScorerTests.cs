using VideoSeg.Model.Architectures;
using VideoSeg.Model.Data;
using VideoSeg.Model.Evaluation;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Training;
using VideoSeg.Model.Weights;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Training;

/// <summary>Networks of three classes whose head is a bias alone, so that every pixel has the same known probabilities.</summary>
public sealed class HoldoutScorerTests : IDisposable
{
    private const int Size = 32;

    private readonly TemporaryFolder _folder = new();

    public HoldoutScorerTests()
    {
        // Three pictures all of class 1, one half of class 2.
        for (int n = 0; n < 4; n++)
        {
            var mask = new Picture(40, 20, PixelFormat.Gray8);
            mask.Data.AsSpan(0, n == 3 ? 400 : 800).Fill((byte)(n == 3 ? 2 : 1));
            ImageFile.Write(_folder.File($"{n}.png"), new Picture(40, 20, PixelFormat.Rgb24));
            ImageFile.Write(_folder.File($"mask{n}.png"), mask);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Score_OfANetworkThatFindsNothing_IsNought()
    {
        HoldoutScores scores = Score([0.98, 0.01, 0.01]);
        Assert.Equal((0.0, 0.0, 0.0), (scores.Dice, scores.Iou, scores.PolypDice));
    }

    [Fact]
    public void Score_OfAClassAheadOfTheOthersThatIsBelowTheThreshold_CountsAsInEvaluate()
    {
        // Class 1 in 2,400 of 3,200 pixels; class 2 never found.
        HoldoutScores scores = Score([0.35, 0.4, 0.25]);
        Assert.Equal(2 * 2400 / (2400 + 3200.0) / 2, scores.Dice, 6);
        Assert.Equal(2400 / 3200.0 / 2, scores.Iou, 6);
    }

    [Fact]
    public void Pool_ClassThatNoPictureShows_HasNoPart()
    {
        ConfusionCounts half = new(TruePositives: 10, FalsePositives: 10, FalseNegatives: 10, TrueNegatives: 70), never = new(0, 0, 0, 100), falsely = new(0, 5, 0, 95);
        Assert.Equal(0.5, HoldoutScorer.Pool([[half, never], [half, falsely]]).Dice, 6);
        Assert.Equal(1, HoldoutScorer.Pool([[never, never]]).Dice, 6);
    }

    private HoldoutScores Score(double[] probabilities)
    {
        var config = new TrainingConfig { Name = "h", Classes = ["background", "a", "b"], Data = [], Stages = [] };
        ITrainingSample[] samples = [.. Enumerable.Range(0, 4).Select(n => new FileSample(new SegmentationSample($"{n}", _folder.File($"{n}.png"), _folder.File($"mask{n}.png")), kinds: 2))];
        NetworkGraph graph = ResUNetPlusPlus.Build(classes: 3);
        WeightSet random = WeightInitializer.Create(graph, seed: 1);
        var weights = new WeightSet(random.Tensors
            .SetItem("output.weight", WeightTensor.FromFloats(new float[random["output.weight"].ToFloats().Length], random["output.weight"].Shape))
            .SetItem("output.bias", WeightTensor.FromFloats([.. probabilities.Select(p => (float)Math.Log(p))], random["output.bias"].Shape)));
        return TrainingThread.Run(() =>
        {
            using TensorScope scope = TensorScope.Enter();
            using var network = new TorchNetwork(graph, weights, trainable: false);
            using var scorer = new HoldoutScorer(samples, Size, config, new ComputeTarget(Device.Cpu, ScalarType.Float32), CancellationToken.None);
            return scorer.Score(network, CancellationToken.None);
        });
    }
}
