using System.Collections.Immutable;
using System.Diagnostics;
using VideoSeg.Model.Inference;
using VideoSeg.Model.OneDnn.Lowering;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.OneDnn;

/// <summary>
/// What multiplies in a network, and nothing else: its convolutions in the CPU engine's own precision and layout, one after the other, for
/// measuring what all the rest costs. Computes nothing of use. Made, run and disposed on one thread.
/// </summary>
public sealed class ConvolutionsAlone : IDisposable
{
    private readonly OneDnnProgram _program;
    private readonly float[] _picture;
    private readonly float[] _nothing = new float[1];

    /// <summary>Prepares them.</summary>
    /// <exception cref="VideoSegException">As those of <see cref="OneDnnSegmenter"/>.</exception>
    public ConvolutionsAlone(ModelFile model, SegmenterOptions options)
    {
        OneDnnEngineSettings settings = OneDnnSegmenter.Settings(model, options);
        EnginePlan plan = OneDnnEngine.Plan(settings);
        ImmutableArray<PlannedStep> steps = [.. plan.Steps.Where(step => step.MultiplyAccumulates > 0)];
        _program = (plan with { Steps = steps }).Build(settings.Threads);
        _picture = new float[3 * model.Metadata.InputHeight * model.Metadata.InputWidth];
        Precision = CpuPrecision.NameOf(settings.Precision);
    }

    /// <summary>What they are computed in.</summary>
    public string Precision { get; }

    /// <summary>Runs them once; the time.</summary>
    public TimeSpan Run()
    {
        long start = Stopwatch.GetTimestamp();
        _program.Run(_picture, 0, _nothing);
        return Stopwatch.GetElapsedTime(start);
    }

    /// <inheritdoc/>
    public void Dispose() => _program.Dispose();
}
