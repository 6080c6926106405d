using System.Globalization;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;

namespace VideoSeg.Host.Doctor;

/// <summary>What finds the polyps: GPU, weights, and whether the network runs.</summary>
internal static class NetworkSection
{
    public static async Task<Section> LookAsync(CancellationToken cancellationToken) => new("network",
    [
        Finding.Look("GPU", Gpu, FindingState.Warning),
        Finding.Look("weights", () => Weights(ModelFile.Open(null))),
        await Finding.LookAsync("one picture", () => RunAsync(cancellationToken)),
    ]);

    private static Finding Gpu()
    {
        bool hasDriver = File.Exists("/proc/driver/nvidia/version");
        if (!TorchRuntime.CudaIsBuilt)
        {
            return Finding.Of("GPU", "none used: this libtorch is for the processor alone",
                hasDriver ? "There is an NVIDIA driver: build against a libtorch with CUDA (docs/gpu.md)." : null);
        }

        int count = TorchRuntime.CudaDeviceCount;
        return count == 0
            ? Finding.Of("GPU", "none that CUDA can use; the processor does the work", hasDriver ? RemedyOfDriver() : "Install NVIDIA's driver where there is such a GPU (docs/gpu.md).")
            : Finding.Of("GPU", string.Join('\n', Enumerable.Range(0, count).Select(Describe).Append(Versions())));
    }

    private static string Versions()
    {
        (Version driver, Version runtime) = TorchRuntime.CudaVersions;
        return $"CUDA {runtime}, the driver can do {driver}";
    }

    private static string RemedyOfDriver()
    {
        (Version driver, Version runtime) = TorchRuntime.CudaVersions;
        return driver < runtime
            ? $"Its driver can do CUDA {driver} at most, this libtorch uses {runtime}: install a newer driver, or a libtorch for an older CUDA (docs/gpu.md)."
            : "See what nvidia-smi and CUDA_VISIBLE_DEVICES say (docs/gpu.md).";
    }

    private static string Describe(int index)
    {
        CudaMemory memory = TorchRuntime.CudaMemory(index);
        return string.Create(CultureInfo.InvariantCulture,
            $"cuda:{index}: {TorchRuntime.CudaDeviceName(index)}, {memory.FreeBytes / 1e9:0.0} of {memory.TotalBytes / 1e9:0.0} GB free");
    }

    private static Finding Weights(ModelFile model)
    {
        ModelMetadata metadata = model.Metadata;
        string[] lines =
        [
            $"{metadata.Name} ({metadata.Architecture}; {string.Join(", ", metadata.Classes)}), input {metadata.InputWidth} x {metadata.InputHeight}",
            model.Path,
            metadata.License,
            metadata.Notice,
        ];
        return Finding.Of("weights", string.Join('\n', lines.Where(line => line.Length > 0)));
    }

    /// <summary>The second picture is measured: the first one pays for what is prepared once.</summary>
    private static async Task<Finding> RunAsync(CancellationToken cancellationToken)
    {
        await using ISegmenter segmenter = SegmenterFactory.Create(new SegmenterOptions());
        Picture[] pictures = [new(segmenter.Info.Width, segmenter.Info.Height, PixelFormat.Rgb24)];
        (await segmenter.SegmentAsync(pictures, cancellationToken)).Dispose();
        using Segmentation masks = await segmenter.SegmentAsync(pictures, cancellationToken);
        return Finding.Of("one picture", string.Create(CultureInfo.InvariantCulture,
            $"{(masks.PreprocessTime + masks.InferenceTime).TotalMilliseconds:0} ms ({segmenter.Info.Engine}, {segmenter.Info.Precision}, {segmenter.Info.Device})"));
    }
}
