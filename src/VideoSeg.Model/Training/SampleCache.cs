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

    /// <summary>u8 [M, 1, S, S], 0 or 255.</summary>
    public Tensor Masks { get; }

    /// <summary>Number of samples, M.</summary>
    public int Count => (int)Images.Size(0);

    /// <summary>Reads, converts and stores <paramref name="samples"/>, on all cores.</summary>
    /// <param name="samples">What to load; at least one.</param>
    /// <param name="size">Width and height, S.</param>
    /// <param name="device">Where the tensors go.</param>
    /// <param name="cancellationToken">Ends the loading early.</param>
    public static SampleCache Load(IReadOnlyList<ITrainingSample> samples, int size, Device device, CancellationToken cancellationToken)
    {
        int plane = size * size;
        byte[] images = new byte[(long)samples.Count * 3 * plane];
        byte[] masks = new byte[(long)samples.Count * plane];
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        ParallelWork.Run(() => Parallel.For(0, samples.Count, options, () => new SampleConverter(size), (i, _, converter) =>
        {
            var (image, mask) = samples[i].Read();
            converter.Image(image, images.AsSpan(i * 3 * plane, 3 * plane));
            converter.Mask(mask, masks.AsSpan(i * plane, plane));
            return converter;
        }, _ => { }));

        using Tensor hostImages = Tensor.FromData<byte>(images, [samples.Count, 3, size, size]);
        using Tensor hostMasks = Tensor.FromData<byte>(masks, [samples.Count, 1, size, size]);
        return new SampleCache(Place(hostImages, device), Place(hostMasks, device));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Images.Dispose();
        Masks.Dispose();
    }

    private static Tensor Place(Tensor host, Device device) => device == Device.Cpu ? host.Clone() : host.To(device);
}
