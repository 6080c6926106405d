using FsCheck;
using FsCheck.Fluent;
using VideoSeg.Model.Architectures;
using VideoSeg.Model.Compile;
using VideoSeg.Model.Graph;
using VideoSeg.Model.OneDnn;
using VideoSeg.Model.OneDnn.Lowering;
using VideoSeg.Model.Tests.Compile;
using VideoSeg.Model.Tests.Torch;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.OneDnn;

/// <summary>
/// What must hold of the engine's steps whatever the network, the size of the picture and the number of threads: they compute what the
/// unrewritten network does on libtorch. <see cref="LesserProcessorTests"/> runs them once more with less of the processor.
/// </summary>
[Collection(LeakCollection.Name)]
public sealed class EnginePropertyTests
{
    // Shares of the largest value. In f32 the largest difference: what was seen stays below 5e-6. In fewer bits the root of the mean of squares:
    // steps of 0.4 % (bf16), 0.4 to 1.6 % (int8) add up over some ten layers with random weights; a wrong pixel or channel makes far more.
    private const double Float32Bound = 3e-5, BFloat16Bound = 0.05, Int8Bound = 0.12;

    private static readonly string[] Architectures = [.. ArchitectureCatalog.Names];

    /// <summary>With less of the processor everything is slower, and the same inputs have been seen with all of it.</summary>
    private static int Share => Environment.GetEnvironmentVariable(LesserProcessorTests.Variable) is null ? 1 : 3;

    [Theory]
    [InlineData(EnginePrecision.Float32)]
    [InlineData(EnginePrecision.BFloat16)]
    [InlineData(EnginePrecision.Int8)]
    public void Steps_OfRandomGraphs_ComputeWhatTheGraphDoes(object precision)
    {
        SkipUnlessRun((EnginePrecision)precision);
        Prop.ForAll(Cases(100_000, unit: 8, most: 6).ToArbitrary(), it =>
        {
            NetworkGraph graph = RandomGraph.Create(it.Choice);
            var oneOutput = new NetworkGraph(graph.Name, graph.SizeMultiple, graph.Nodes, [graph.Outputs[it.Choice % graph.Outputs.Length]]);
            Check(CompileTestNetworks.WithRandomWeights(oneOutput, it.Choice), it, (EnginePrecision)precision);
        }).CheckRepeatably(100 / Share);
    }

    [Theory]
    [InlineData(EnginePrecision.Float32)]
    [InlineData(EnginePrecision.BFloat16)]
    [InlineData(EnginePrecision.Int8)]
    public void Steps_OfEveryArchitectureAtAnySize_ComputeWhatItDoes(object precision)
    {
        SkipUnlessRun((EnginePrecision)precision);
        Prop.ForAll(Cases(Architectures.Length - 1, unit: 16, most: 5).ToArbitrary(), it =>
        {
            NetworkGraph graph = ArchitectureCatalog.Build(Architectures[it.Choice], classes: 1 + (it.Height / 16 % 3));
            Check(new CompiledNetwork(graph, RandomWeights.Create(graph, (ulong)it.Height)), it, (EnginePrecision)precision);
        }).CheckRepeatably(28 / Share);
    }

    /// <summary>With less of the processor too: a layout that oneDNN has no code for makes the same values, a hundred times slower.</summary>
    [Theory]
    [InlineData(EnginePrecision.Float32)]
    [InlineData(EnginePrecision.BFloat16)]
    [InlineData(EnginePrecision.Int8)]
    public void Steps_OfEveryArchitecture_NeedNoReferenceCode(object precision)
    {
        SkipUnlessRun((EnginePrecision)precision);
        Assert.All(Architectures, name =>
        {
            NetworkGraph graph = ArchitectureCatalog.Build(name);
            var comparison = new EngineComparison(graph, RandomWeights.Create(graph, 1), 96, 112);
            using OneDnnProgram program = comparison.Plan((EnginePrecision)precision).Build(threads: 1);
            Assert.Equal(0, program.ReferenceConvolutions);
        });
    }

    /// <summary>Without this the other tests would not see what they are to see in the processes that <see cref="LesserProcessorTests"/> starts.</summary>
    [Fact]
    public void InstructionSet_IsNotMoreThanTheEnvironmentAllows()
    {
        string found = OneDnnRuntime.InstructionSet;
        Assert.NotEqual("other", found);
        Assert.Equal(Environment.GetEnvironmentVariable(LesserProcessorTests.Variable)?.ToLowerInvariant() ?? found, found);
    }

    private static Gen<Case> Cases(int choices, int unit, int most) =>
        from choice in Gen.Choose(0, choices)
        from rows in Gen.Choose(1, most)
        from columns in Gen.Choose(1, most)
        from threads in Gen.Choose(1, 3)
        select new Case(choice, rows * unit, columns * unit, threads);

    private static void Check(CompiledNetwork network, Case it, EnginePrecision precision)
    {
        var comparison = new EngineComparison(network.Graph, network.Weights, it.Height, it.Width, seed: it.Choice);
        (double largest, double mean) = comparison.Difference(comparison.Plan(precision), it.Threads);
        (double found, double bound) = precision switch
        {
            EnginePrecision.Float32 => (largest, Float32Bound),
            EnginePrecision.BFloat16 => (mean, BFloat16Bound),
            _ => (mean, Int8Bound),
        };
        Assert.True(found <= bound, $"expected results within {bound:g} of the largest, found a difference of {found:g3}");
    }

    private static void SkipUnlessRun(EnginePrecision precision) => Assert.SkipUnless(EngineComparison.Runs(precision), "this processor keeps nothing in bf16 (no AVX-512)");

    private sealed record Case(int Choice, int Height, int Width, int Threads);
}
