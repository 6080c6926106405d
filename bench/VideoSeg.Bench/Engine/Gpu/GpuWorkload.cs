using System.Buffers;
using System.Diagnostics;
using System.Text.Json.Nodes;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Torch;

namespace VideoSeg.Bench.Engine.Gpu;

/// <summary>A batch of the same picture through the engine for GPUs; more pictures than it takes at once are several calls at the same time.</summary>
internal sealed class GpuWorkload : IAsyncDisposable
{
    private readonly ISegmenter _segmenter;
    private readonly MemoryHandle _pin;
    private readonly ImagePlanes[] _pictures;
    private readonly int _calls;

    /// <summary>Takes the segmenter over.</summary>
    public unsafe GpuWorkload(ISegmenter segmenter, Picture picture, int batch)
    {
        _segmenter = segmenter;
        _pin = picture.Data.AsMemory().Pin();
        _pictures = new ImagePlanes[Math.Min(batch, segmenter.Info.MaxBatch)];
        _calls = (batch + _pictures.Length - 1) / _pictures.Length;
        Array.Fill(_pictures, picture.AsPlanes((byte*)_pin.Pointer));
    }

    /// <summary>What it is, for people.</summary>
    public string Description => $"{_segmenter.Info.Engine}, {_segmenter.Info.Precision}, {_segmenter.Info.Lanes} lanes";

    /// <summary>Runs the batch so often.</summary>
    /// <returns>
    /// <c>seconds</c> of each run: of one call from the converted pictures to the probabilities in host memory, of several the wall time from the first
    /// call to the end of the last, with the conversions; the <c>sum</c> of the last probabilities, to compare engines; memory of the device in use.
    /// </returns>
    public async Task<JsonObject> RunAsync(int count, CancellationToken cancellationToken)
    {
        var seconds = new JsonArray();
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Segmentation[] masks = await Task.WhenAll(Enumerable.Range(0, _calls).Select(_ => _segmenter.SegmentAsync(_pictures, cancellationToken).AsTask()));
            TimeSpan wall = Stopwatch.GetElapsedTime(start);
            seconds.Add((_calls == 1 ? masks[0].InferenceTime : wall).TotalSeconds);
            sum = masks.Sum(Sum);
            Array.ForEach(masks, mask => mask.Dispose());
        }

        CudaMemory memory = TorchRuntime.CudaMemory(DeviceSet.Parse(_segmenter.Info.Device).Devices[0].Index);
        return new JsonObject { ["seconds"] = seconds, ["sum"] = sum, ["deviceMegabytes"] = memory.ReservedBytes / 1e6 };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _segmenter.DisposeAsync();
        _pin.Dispose();
    }

    private static double Sum(Segmentation masks)
    {
        double sum = 0;
        foreach (float probability in masks.Probabilities)
        {
            sum += probability;
        }

        return sum;
    }
}
