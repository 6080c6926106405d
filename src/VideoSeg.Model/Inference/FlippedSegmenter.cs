using VideoSeg.Model.Inputs;

namespace VideoSeg.Model.Inference;

/// <summary>
/// Augmentation at test time: each picture is segmented as it is, mirrored, upside down and both, and the four probabilities are averaged.
/// Takes four times as long; for stills, whose time does not matter.
/// </summary>
/// <remarks>Pictures must be packed (all samples of a pixel side by side, as in files of stills). Owns the segmenter behind it.</remarks>
/// <param name="inner">The segmenter that does the work; disposed with this one.</param>
public sealed class FlippedSegmenter(ISegmenter inner) : ISegmenter
{
    private static readonly (bool Mirrored, bool UpsideDown)[] Ways = [(false, false), (true, false), (false, true), (true, true)];

    /// <summary>What <see cref="SegmenterInfo.Augmentation"/> says of it.</summary>
    public const string Name = "flips";

    /// <inheritdoc/>
    public SegmenterInfo Info { get; } = inner.Info with { Augmentation = Name };

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A picture is not packed.</exception>
    public async ValueTask<Segmentation> SegmentAsync(ReadOnlyMemory<ImagePlanes> pictures, CancellationToken cancellationToken)
    {
        var mean = new Segmentation(pictures.Length, Info.Classes.Length, Info.Width, Info.Height);
        try
        {
            mean.Probabilities.Clear();
            byte[][] mirrored = Mirror(pictures.Span);
            foreach ((bool isMirrored, bool isUpsideDown) in Ways)
            {
                using Segmentation one = await inner.SegmentAsync(Turn(pictures.Span, mirrored, isMirrored, isUpsideDown), cancellationToken);
                Add(one, mean, isMirrored, isUpsideDown);
                mean.PreprocessTime += one.PreprocessTime;
                mean.InferenceTime += one.InferenceTime;
            }

            GC.KeepAlive(mirrored);
            return mean;
        }
        catch
        {
            mean.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => inner.DisposeAsync();

    /// <summary>Copies of the pictures, pinned, with each row turned round.</summary>
    private static unsafe byte[][] Mirror(ReadOnlySpan<ImagePlanes> pictures)
    {
        byte[][] copies = new byte[pictures.Length][];
        for (int i = 0; i < copies.Length; i++)
        {
            ImagePlanes picture = pictures[i];
            int step = StepOf(picture), rowBytes = picture.Width * step;
            byte[] copy = copies[i] = GC.AllocateUninitializedArray<byte>(rowBytes * picture.Height, pinned: true);
            for (int y = 0; y < picture.Height; y++)
            {
                var row = new ReadOnlySpan<byte>(picture.Plane0 + ((long)y * picture.Stride0), rowBytes);
                for (int x = 0; x < picture.Width; x++)
                {
                    row.Slice(x * step, step).CopyTo(copy.AsSpan((y * rowBytes) + ((picture.Width - 1 - x) * step)));
                }
            }
        }

        return copies;
    }

    private static unsafe ImagePlanes[] Turn(ReadOnlySpan<ImagePlanes> pictures, byte[][] mirrored, bool isMirrored, bool isUpsideDown)
    {
        var turned = new ImagePlanes[pictures.Length];
        for (int i = 0; i < turned.Length; i++)
        {
            ImagePlanes picture = pictures[i];
            int stride = isMirrored ? picture.Width * StepOf(picture) : picture.Stride0;

            // The copies are pinned and outlive the call.
            byte* first = isMirrored ? (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref mirrored[i][0]) : picture.Plane0;
            turned[i] = picture with
            {
                Plane0 = isUpsideDown ? first + ((long)(picture.Height - 1) * stride) : first,
                Stride0 = isUpsideDown ? -stride : stride,
                Region = picture.Region is { } region
                    ? new PixelRegion(
                        isMirrored ? picture.Width - region.X - region.Width : region.X,
                        isUpsideDown ? picture.Height - region.Y - region.Height : region.Y, region.Width, region.Height)
                    : null,
            };
        }

        return turned;
    }

    /// <summary>Adds a quarter of the planes, turned back.</summary>
    private static void Add(Segmentation one, Segmentation mean, bool isMirrored, bool isUpsideDown)
    {
        int rows = one.Count * one.Classes * one.Height;
        for (int row = 0; row < rows; row++)
        {
            int y = row % one.Height;
            int target = isUpsideDown ? row - y + one.Height - 1 - y : row;
            ReadOnlySpan<float> from = one.Probabilities.Slice(row * one.Width, one.Width);
            Span<float> to = mean.Probabilities.Slice(target * one.Width, one.Width);
            for (int x = 0; x < from.Length; x++)
            {
                to[isMirrored ? to.Length - 1 - x : x] += from[x] / Ways.Length;
            }
        }
    }

    private static int StepOf(in ImagePlanes picture)
    {
        int step = picture.Format.Components[0].StepBytes;
        return picture.Memory == MemoryKind.Host && picture.Format.Components.All(component => component.Plane == 0 && component.StepBytes == step)
            ? step
            : throw new ArgumentException($"expected packed pictures in host memory, got {picture.Format.Name}", nameof(picture));
    }
}
