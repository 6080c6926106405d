using System.Buffers;
using VideoSeg.Model;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Bench.Engine;

/// <summary>A batch of the same picture through an engine. The time is the network's: from the converted pictures to the probabilities.</summary>
internal sealed class SegmenterWorkload : IWorkload
{
    private readonly ISegmenter _segmenter;
    private readonly MemoryHandle _pin;
    private readonly ImagePlanes[] _pictures;

    /// <summary>Starts the engine.</summary>
    /// <exception cref="VideoSegException">It refuses the options, or so large a batch.</exception>
    public unsafe SegmenterWorkload(SegmenterOptions options, Picture picture, int batch)
    {
        _segmenter = SegmenterFactory.Create(options);
        if (batch > _segmenter.Info.MaxBatch)
        {
            int most = _segmenter.Info.MaxBatch;
            Close();
            throw new VideoSegException(FaultKind.Usage, $"expected a batch of at most {most}, got {batch}");
        }

        _pin = picture.Data.AsMemory().Pin();
        _pictures = new ImagePlanes[batch];
        Array.Fill(_pictures, picture.AsPlanes((byte*)_pin.Pointer));
    }

    /// <inheritdoc/>
    public string Description => $"{_segmenter.Info.Engine}, {_segmenter.Info.Precision}";

    /// <inheritdoc/>
    public TimeSpan Run()
    {
        using Segmentation masks = _segmenter.SegmentAsync(_pictures, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        return masks.InferenceTime;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        _pin.Dispose();
    }

    private void Close() => _segmenter.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
