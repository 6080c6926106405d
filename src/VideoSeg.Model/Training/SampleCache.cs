using System.Globalization;
using VideoSeg.Model.Images;
using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Training;

/// <summary>Samples at the network's size, as bytes, in the memory of the device that trains. Owns its tensors.</summary>
internal sealed class SampleCache : IDisposable
{
    private SampleCache(Tensor images, Tensor masks)
    {
        Images = images;
        Masks = masks;
    }

    /// <summary>u8 [M, 3, S, S].</summary>
    public Tensor Images { get; }

    /// <summary>u8 [M, 1, S, S]: numbers of classes, 0 for background; of one kind of polyp 0 or 1.</summary>
    public Tensor Masks { get; }

    /// <summary>Number of samples, M.</summary>
    public int Count => (int)Images.Size(0);

    /// <summary>Reads, converts and stores <paramref name="samples"/>, on all cores.</summary>
    /// <param name="samples">What to load; at least one.</param>
    /// <param name="size">Width and height, S.</param>
    /// <param name="kinds">How many classes besides the background the masks may hold.</param>
    /// <param name="device">Where the tensors go.</param>
    /// <param name="cancellationToken">Ends the loading early.</param>
    /// <param name="read">Filled with the masks as they were read, at their own size, one for each sample; null where nobody wants them.</param>
    /// <exception cref="VideoSegException">A sample cannot be read, or all of them are more than the memory holds.</exception>
    public static SampleCache Load(IReadOnlyList<ITrainingSample> samples, int size, int kinds, Device device, CancellationToken cancellationToken, Picture[]? read = null)
    {
        RequireMemory(samples.Count, size);
        Tensor images = Tensor.Empty([samples.Count, 3, size, size], ScalarType.UInt8);
        Tensor masks = Tensor.Empty([samples.Count, 1, size, size], ScalarType.UInt8);
        try
        {
            Fill(samples, size, kinds, images.DataPointer, masks.DataPointer, read, cancellationToken);
            return new SampleCache(Place(images, device), Place(masks, device));
        }
        catch
        {
            images.Dispose();
            masks.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Images.Dispose();
        Masks.Dispose();
    }

    /// <summary>Reads and converts each sample straight into its place; the tensors may be larger than a span can be.</summary>
    private static unsafe void Fill(
        IReadOnlyList<ITrainingSample> samples, int size, int kinds, nint images, nint masks, Picture[]? read, CancellationToken cancellationToken)
    {
        int plane = size * size;
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        ParallelWork.Run(() => Parallel.For(0, samples.Count, options, () => new SampleConverter(size, kinds), (i, _, converter) =>
        {
            var (image, mask) = samples[i].Read();
            converter.Image(image, new Span<byte>((byte*)images + (3L * plane * i), 3 * plane));
            converter.Mask(mask, new Span<byte>((byte*)masks + ((long)plane * i), plane));
            if (read is not null)
            {
                read[i] = mask;
            }

            return converter;
        }, _ => { }));
    }

    private static void RequireMemory(int count, int size)
    {
        const double gibibyte = 1 << 30;
        double needed = 4.0 * count * size * size, available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (needed > available)
        {
            throw new VideoSegException(FaultKind.Engine, string.Create(CultureInfo.InvariantCulture,
                $"expected samples that fit into the memory, {available / gibibyte:f1} GiB; {count} samples at {size} x {size} pixels take {needed / gibibyte:f1} GiB. Lower rendered_frames or the stage's size, or use fewer pictures."));
        }
    }

    private static Tensor Place(Tensor host, Device device)
    {
        if (device == Device.Cpu)
        {
            return host;
        }

        using (host)
        {
            return host.To(device);
        }
    }
}
