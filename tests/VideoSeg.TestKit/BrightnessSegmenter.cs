using System.Collections.Immutable;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;

namespace VideoSeg.TestKit;

/// <summary>
/// A segmenter without a network: the probability of the first class is the picture's red, of the second, if there is one, its green. Lets tests of what
/// stands around a segmenter know exactly what comes out of it.
/// </summary>
public sealed class BrightnessSegmenter : ISegmenter
{
    private readonly InputConverter _converter;

    public BrightnessSegmenter(int width = 64, int height = 64, int classes = 1, int maxBatch = 4)
    {
        _converter = new InputConverter(width, height);
        ImmutableArray<string> names = [.. new[] { "polyp", "other" }.Take(classes)];
        Info = new SegmenterInfo("brightness", "f32", "cpu", "none", width, height, names, maxBatch);
    }

    /// <inheritdoc/>
    public SegmenterInfo Info { get; }

    /// <summary>Sizes of the batches that were asked for.</summary>
    public List<int> Batches { get; } = [];

    /// <inheritdoc/>
    public ValueTask<Segmentation> SegmentAsync(ReadOnlyMemory<ImagePlanes> pictures, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Batches.Add(pictures.Length);
        var result = new Segmentation(pictures.Length, Info.Classes.Length, Info.Width, Info.Height)
        {
            PreprocessTime = TimeSpan.FromMilliseconds(1),
            InferenceTime = TimeSpan.FromMilliseconds(2),
        };
        float[] rgb = new float[_converter.Length];
        int plane = Info.Width * Info.Height;
        for (int i = 0; i < pictures.Length; i++)
        {
            _converter.Convert(pictures.Span[i], rgb);
            for (int c = 0; c < Info.Classes.Length; c++)
            {
                rgb.AsSpan(c * plane, plane).CopyTo(result.Plane(i, c));
            }
        }

        return ValueTask.FromResult(result);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
