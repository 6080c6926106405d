using System.Collections.Immutable;
using VideoSeg.Model.Architectures;
using VideoSeg.Model.Compile;
using VideoSeg.Model.Graph;
using VideoSeg.Model.OneDnn;
using VideoSeg.Model.OneDnn.Calibration;
using VideoSeg.Model.OneDnn.Lowering;
using VideoSeg.Model.Tests.Torch;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;
using Xunit;

namespace VideoSeg.Model.Tests.OneDnn.Lowering;

/// <summary>The engine's steps against the unrewritten network on libtorch.</summary>
[Collection(LeakCollection.Name)]
public sealed class NetworkLoweringTests
{
    // Relative to the spread of the logits. bf16 keeps 8 bits of each value and int8 at most as many, through some forty layers of random weights.
    private const double Float32Bound = 1e-4, BFloat16Bound = 0.05, Int8Bound = 0.1;

    public static TheoryData<string, int, int, int> Networks => new()
    {
        { ResUNetPlusPlus.Name, 1, 64, 64 },
        { ResUNetPlusPlus.Name, 1, 40, 72 },
        { ResUNetPlusPlus.Name, 3, 48, 32 },
        { ResUNet.Name, 1, 48, 64 },
        { UNet.Name, 2, 32, 48 },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Lower_EveryPrecision_ComputesWhatTheNetworkDoes(string architecture, int classes, int height, int width)
    {
        NetworkGraph graph = ArchitectureCatalog.Build(architecture, classes);
        WeightSet weights = RandomWeights.Create(graph, 5);
        CompiledNetwork compiled = NetworkCompiler.Compile(graph, weights);
        float[] picture = Numbers.Noise([3, height, width], seed: 7).ToArray<float>();
        for (int i = 0; i < picture.Length; i++)
        {
            picture[i] = Math.Clamp((picture[i] * 0.2f) + 0.5f, 0, 1);
        }

        float[] expected = Reference(graph, weights, picture, height, width);
        var options = new LoweringOptions { Height = height, Width = width };
        float[] exact = Run(NetworkLowering.Lower(compiled, options), picture, expected.Length);
        AssertClose(expected, exact, Float32Bound);
        AssertClose(expected, Run(NetworkLowering.Lower(compiled, options with { ReuseMemory = false }), picture, expected.Length), Float32Bound);
        AssertClose(expected, Run(NetworkLowering.Lower(compiled, options with { Precision = EnginePrecision.BFloat16 }), picture, expected.Length), BFloat16Bound);

        ActivationRanges ranges = Ranges(compiled, options, picture);
        EnginePlan plan = NetworkLowering.Lower(compiled, options with { Precision = EnginePrecision.Int8, Ranges = ranges });
        AssertClose(expected, Run(plan, picture, expected.Length), Int8Bound);
        Assert.InRange(plan.Int8Share, 0.9, 1);
        AssertClose(expected, Run(NetworkLowering.Lower(compiled, options with { Precision = EnginePrecision.Int8, Ranges = ranges, WeightLevels = 63, KeepsBFloat16 = false }), picture, expected.Length), 2 * Int8Bound);
        Assert.Equal(0, OneDnnRuntime.LivePrograms);
    }

    [Fact]
    public void Lower_ResUNetPlusPlusAt352_HasTheCompiledGraphsMultiplyAccumulates()
    {
        NetworkGraph graph = ResUNetPlusPlus.Build();
        CompiledNetwork compiled = NetworkCompiler.Compile(graph, RandomWeights.Create(graph, 1));
        EnginePlan plan = NetworkLowering.Lower(compiled, new LoweringOptions { Height = 352, Width = 352, Precision = EnginePrecision.BFloat16 });
        Assert.Equal(GraphSummary.Create(compiled.Graph, 352, 352).MultiplyAccumulates, plan.Steps.Sum(step => step.MultiplyAccumulates));
        Assert.InRange(plan.ArenaBytes, 1, 40_000_000);
    }

    [Fact]
    public void Lower_Int8WithRangesOfOtherWeights_IsRefused()
    {
        NetworkGraph graph = ResUNetPlusPlus.Build();
        CompiledNetwork compiled = NetworkCompiler.Compile(graph, RandomWeights.Create(graph, 1));
        var none = new ActivationRanges(ImmutableSortedDictionary<string, float[]>.Empty);
        var fault = Assert.Throws<VideoSegException>(() => NetworkLowering.Lower(
            compiled, new LoweringOptions { Height = 64, Width = 64, Precision = EnginePrecision.Int8, Ranges = none }));
        Assert.Equal(FaultKind.Input, fault.Kind);
        Assert.Contains("alibrat", fault.Message, StringComparison.Ordinal);
    }

    private static float[] Reference(NetworkGraph graph, WeightSet weights, float[] picture, int height, int width)
    {
        using var scope = TensorScope.Enter();
        using var network = new TorchNetwork(graph, weights, trainable: false);
        Tensor input = Tensor.Empty([1, 3, height, width]);
        picture.CopyTo(input.AsSpan<float>());
        return network.Forward(input, training: false).ToArray<float>();
    }

    private static float[] Run(EnginePlan plan, float[] picture, int length)
    {
        var result = new float[length];
        using OneDnnProgram program = plan.Build(threads: 2);
        program.Run(picture, plan.Result.Offset, result);
        float[] once = [.. result];
        program.Run(picture, plan.Result.Offset, result);
        Assert.Equal(once, result);
        return result;
    }

    private static ActivationRanges Ranges(CompiledNetwork compiled, LoweringOptions options, float[] picture)
    {
        using var meter = new RangeMeter(new ModelMetadata { Name = "test", InputHeight = options.Height, InputWidth = options.Width }, compiled, threads: 2);
        meter.Add(picture);
        return meter.Ranges;
    }

    private static void AssertClose(float[] expected, float[] actual, double bound)
    {
        double spread = expected.Max() - expected.Min();
        double worst = expected.Zip(actual).Max(pair => Math.Abs(pair.First - pair.Second));
        Assert.True(worst <= bound * spread, $"expected logits within {bound:g} of their spread {spread:g4}, found one {worst / spread:g4} of it away");
    }
}
