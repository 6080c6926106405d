using VideoSeg.Model;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Pipeline.Tests.Support;

/// <summary>
/// Takes what is bright for a polyp: quick, exact and without a network. Can be told to do something at a frame, and to fail at one.
/// </summary>
internal sealed class ScriptedSegmenter(int cells = 32) : ISegmenter
{
    private readonly float[] _input = new float[3 * cells * cells];
    private readonly InputConverter _converter = new(cells, cells);
    private int _frame;

    /// <summary>Called before each frame with its number.</summary>
    public Action<int> OnFrame { get; init; } = _ => { };

    /// <summary>Number of the frame that fails.</summary>
    public int FailsAt { get; init; } = -1;

    public SegmenterInfo Info { get; } = new("brightness", "f32", "cpu", "test", cells, cells, ["polyp"], 1);

    public ValueTask<Segmentation> SegmentAsync(ReadOnlyMemory<ImagePlanes> pictures, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        OnFrame(_frame);
        if (_frame++ == FailsAt)
        {
            throw new VideoSegException(FaultKind.Engine, "the engine broke");
        }

        _converter.Convert(pictures.Span[0], _input);
        var result = new Segmentation(1, 1, cells, cells) { InferenceTime = TimeSpan.FromMilliseconds(1) };
        Span<float> plane = result.Plane(0);
        for (int i = 0; i < plane.Length; i++)
        {
            plane[i] = (_input[i] + _input[plane.Length + i] + _input[(2 * plane.Length) + i]) / 3;
        }

        return ValueTask.FromResult(result);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
