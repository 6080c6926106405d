using VideoSeg.Model.Cuda;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Inference.Cuda;

/// <summary>
/// Chooses how a lane's input is filled: by this project's kernels where they are installed and agree with the processor on the lane's own device, which is
/// tried once, before the first picture; otherwise by the processor.
/// </summary>
internal static class LaneInputs
{
    // An eighth of a step of 8 bits: far above rounding, far below what a network takes notice of.
    private const float Tolerance = 1f / 255 / 8;

    // A picture whose size divides into nothing, so that every weight of a table matters.
    private const int TrialWidth = 211, TrialHeight = 157;

    /// <summary>The input of a lane; the caller disposes it.</summary>
    public static ILaneInput Create(ILaneQueue queue, int width, int height)
    {
        if (queue.Device.Kind != DeviceKind.Cuda)
        {
            return new ConvertedInput(queue, width, height);
        }

        return CudaKernels.AreInstalled
            ? Create(queue, width, height, () => new KernelInput(CudaKernels.Shared, queue, width, height))
            : new ConvertedInput(queue, width, height, "the CUDA kernels are not installed, so pictures are converted on the processor (docs/gpu.md#own-kernels)");
    }

    /// <summary>The input that <paramref name="kernels"/> makes, or, where it fails or fills in other values than the processor, the processor's.</summary>
    internal static ILaneInput Create(ILaneQueue queue, int width, int height, Func<ILaneInput> kernels)
    {
        using var plain = new ConvertedInput(queue, width, height);
        ILaneInput? own = null;
        string fault;
        try
        {
            own = kernels();
            float difference = Difference(queue, plain, own, width, height);
            if (difference <= Tolerance)
            {
                return own;
            }

            fault = $"they differ from the processor by {difference:0.000}";
        }
        catch (Exception e) when (e is VideoSegException or InvalidOperationException)
        {
            fault = e.Message;
        }

        own?.Dispose();
        return new ConvertedInput(queue, width, height, $"pictures are converted on the processor, not by the CUDA kernels: {fault}");
    }

    /// <summary>The largest difference between what the two make of a picture; NaN where one makes no number.</summary>
    private static unsafe float Difference(ILaneQueue queue, ILaneInput plain, ILaneInput own, int width, int height)
    {
        const int chromaWidth = (TrialWidth + 1) / 2, chromaHeight = (TrialHeight + 1) / 2;
        var samples = new byte[(TrialWidth * TrialHeight) + (2 * chromaWidth * chromaHeight)];
        new Random(1).NextBytes(samples);
        using var scope = TensorScope.Enter();
        Tensor expected = Tensor.Zeros([1, 3, height, width], device: queue.Device), actual = Tensor.Zeros([1, 3, height, width], device: queue.Device);
        fixed (byte* first = samples)
        {
            ImagePlanes[] pictures =
            [
                new ImagePlanes
                {
                    Plane0 = first,
                    Plane1 = first + (TrialWidth * TrialHeight),
                    Plane2 = first + (TrialWidth * TrialHeight) + (chromaWidth * chromaHeight),
                    Stride0 = TrialWidth,
                    Stride1 = chromaWidth,
                    Stride2 = chromaWidth,
                    Width = TrialWidth,
                    Height = TrialHeight,
                    Format = PixelFormat.Yuv420P,
                    Matrix = ColorMatrix.Bt709,
                    Range = ColorRange.Limited,
                },
            ];
            plain.Fill(pictures, expected);
            own.Fill(pictures, actual);
            queue.Wait();
        }

        return expected.ToArray<float>().Zip(actual.ToArray<float>(), (one, other) => MathF.Abs(one - other)).Aggregate(0f, MathF.Max);
    }
}
