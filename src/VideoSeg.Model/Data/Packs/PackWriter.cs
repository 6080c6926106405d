using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Training;

namespace VideoSeg.Model.Data.Packs;

/// <summary>Scales a data set as training does, and packs it.</summary>
public static class PackWriter
{
    /// <summary>Reads, scales, encodes and writes all samples; on all processors.</summary>
    /// <param name="path">The pack.</param>
    /// <param name="samples">What goes into it, in this order.</param>
    /// <param name="options">Size, classes and quality.</param>
    /// <param name="progress">Told the number of samples done; from several threads.</param>
    /// <param name="cancellationToken">Ends the work early; no file is left.</param>
    /// <exception cref="VideoSegException">A sample cannot be read (<see cref="FaultKind.Input"/>), or the pack not written (<see cref="FaultKind.Output"/>).</exception>
    public static void Write(
        string path, IReadOnlyList<SegmentationSample> samples, PackOptions options, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        var packed = new (string Name, byte[] Image, byte[] Mask)[samples.Count];
        int done = 0;
        var parallel = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        ParallelWork.Run(() => Parallel.For(0, samples.Count, parallel, () => new SampleConverter(options.Size, options.Kinds), (i, _, converter) =>
        {
            (Picture image, Picture mask) = new FileSample(samples[i], options.Kinds).Read();
            packed[i] = (samples[i].Name, Image(converter, image, options), Mask(converter, mask, options));
            progress?.Report(Interlocked.Increment(ref done));
            return converter;
        }, _ => { }));
        PackFile.Write(path, options.Size, options.Kinds, options.Quality, packed);
    }

    private static byte[] Image(SampleConverter converter, Picture image, PackOptions options)
    {
        int plane = options.Size * options.Size;
        byte[] planes = new byte[3 * plane];
        converter.Image(image, planes);
        var scaled = new Picture(options.Size, options.Size, PixelFormat.Rgb24);
        for (int i = 0; i < planes.Length; i++)
        {
            scaled.Data[(i % plane * 3) + (i / plane)] = planes[i];
        }

        return options.Quality == 0
            ? ImageFile.Encode(scaled, ImageContainer.Png)
            : ImageFile.Encode(scaled, ImageContainer.Jpeg, new ImageEncoding { JpegQuality = options.Quality });
    }

    private static byte[] Mask(SampleConverter converter, Picture mask, PackOptions options)
    {
        var scaled = new Picture(options.Size, options.Size, PixelFormat.Gray8);
        converter.Mask(mask, scaled.Data);
        return ImageFile.Encode(scaled, ImageContainer.Png, new ImageEncoding { PngLevel = 9 });
    }
}
