using System.Collections.Immutable;
using VideoSeg.Model.Compile;
using VideoSeg.Model.OneDnn.Lowering;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.OneDnn.Calibration;

/// <summary>
/// Measures the ranges of what convolutions read, in f32, picture after picture. Confined to one thread, from construction to disposal.
/// </summary>
internal sealed class RangeMeter : IDisposable
{
    private readonly EnginePlan _plan;
    private readonly OneDnnProgram _program;
    private readonly float[] _result;
    private readonly Dictionary<string, float[]> _largest = [];

    public RangeMeter(ModelMetadata metadata, CompiledNetwork network, int threads)
    {
        _plan = NetworkLowering.Lower(network, LoweringOptions.ForThisProcessor(metadata.InputHeight, metadata.InputWidth) with { ReuseMemory = false });
        _program = _plan.Build(threads);
        _result = new float[_plan.Result.Bytes / sizeof(float)];
    }

    /// <summary>The ranges so far.</summary>
    public ActivationRanges Ranges => new(_largest.ToImmutableSortedDictionary(StringComparer.Ordinal));

    /// <summary>Looks at a picture: planes of float [3, height, width].</summary>
    public void Add(ReadOnlySpan<float> picture)
    {
        _program.Run(picture, _plan.Result.Offset, _result);
        foreach ((string name, Slot slot) in _plan.Typed)
        {
            var values = new float[slot.Bytes / Slot.BytesOf(slot.Type)];
            _program.Read(slot.Layout, values);
            if (!_largest.TryGetValue(name, out float[]? largest))
            {
                _largest[name] = largest = new float[slot.Channels];
            }

            for (int i = 0; i < values.Length; i++)
            {
                int channel = i % largest.Length;
                largest[channel] = Math.Max(largest[channel], Math.Abs(values[i]));
            }
        }
    }

    public void Dispose() => _program.Dispose();
}
