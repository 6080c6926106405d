using VideoSeg.Model.Compile;
using VideoSeg.Model.Graph;
using VideoSeg.Model.OneDnn;
using VideoSeg.Model.OneDnn.Calibration;
using VideoSeg.Model.OneDnn.Lowering;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;
using Xunit;

namespace VideoSeg.Model.Tests.OneDnn;

/// <summary>A network, a picture, and what the unrewritten network makes of it on libtorch, to compare the engine's steps with.</summary>
internal sealed class EngineComparison
{
    private readonly CompiledNetwork _compiled;
    private readonly float[] _picture;
    private readonly float[] _expected;
    private readonly LoweringOptions _options;

    public EngineComparison(NetworkGraph graph, WeightSet weights, int height, int width, int seed = 7)
    {
        _compiled = NetworkCompiler.Compile(graph, weights);
        _options = LoweringOptions.ForThisProcessor(height, width);

        // Of 8 bits, as pictures are.
        var random = new Random(seed);
        _picture = [.. Enumerable.Range(0, 3 * height * width).Select(_ => random.Next(256) / 255f)];
        _expected = Reference(graph, weights);
    }

    /// <summary>Whether this processor runs a precision.</summary>
    public static bool Runs(EnginePrecision precision) => precision != EnginePrecision.BFloat16 || CpuPrecision.KeepsBFloat16(OneDnnRuntime.InstructionSet);

    /// <summary>The steps in a precision, as on this processor; in 8 bits with ranges measured on the picture.</summary>
    public EnginePlan Plan(EnginePrecision precision, Func<LoweringOptions, LoweringOptions>? change = null)
    {
        LoweringOptions options = _options with { Precision = precision, Ranges = precision == EnginePrecision.Int8 ? Ranges() : null };
        return NetworkLowering.Lower(_compiled, change?.Invoke(options) ?? options);
    }

    /// <summary>The largest and the mean (root of squares) difference of a plan's results, as shares of the largest value that was expected.</summary>
    public (double Largest, double Mean) Difference(EnginePlan plan, int threads = 2, OneDnnProgram? like = null)
    {
        var found = new float[_expected.Length];
        using OneDnnProgram program = plan.Build(threads, like);
        program.Run(_picture, plan.Result.Offset, found);
        float[] once = [.. found];
        program.Run(_picture, plan.Result.Offset, found);
        Assert.Equal(once, found);
        double largest = Math.Max(1e-3, _expected.Max(Math.Abs));
        double[] differences = [.. _expected.Zip(found, (expected, actual) => (double)Math.Abs(expected - actual) / largest)];
        Assert.All(differences, difference => Assert.True(double.IsFinite(difference)));
        return (differences.Max(), Math.Sqrt(differences.Average(difference => difference * difference)));
    }

    private float[] Reference(NetworkGraph graph, WeightSet weights)
    {
        using var scope = TensorScope.Enter();
        using var network = new TorchNetwork(graph, weights, trainable: false);
        Tensor input = Tensor.Empty([1, 3, _options.Height, _options.Width]);
        _picture.CopyTo(input.AsSpan<float>());
        return [.. network.ForwardAll(input, training: false).SelectMany(output => output.ToArray<float>())];
    }

    private ActivationRanges Ranges()
    {
        using var meter = new RangeMeter(new ModelMetadata { Name = "test", InputHeight = _options.Height, InputWidth = _options.Width }, _compiled, threads: 2);
        meter.Add(_picture);
        return meter.Ranges;
    }
}
