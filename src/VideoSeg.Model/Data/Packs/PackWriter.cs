using System.ComponentModel.DataAnnotations;
using System.Globalization;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Training;

namespace VideoSeg.Model.Data.Packs;

/// <summary>Scales a data set as training does, and packs it.</summary>
public static class PackWriter
{
    // More than a name and two numbers take.
    private const int HeaderBytesOfSample = 512;

    /// <summary>Reads, scales, encodes and writes all samples; on all processors.</summary>
    /// <param name="path">The pack.</param>
    /// <param name="samples">What goes into it, in this order.</param>
    /// <param name="options">Size, classes and quality.</param>
    /// <param name="progress">Told the number of samples done; from several threads.</param>
    /// <param name="cancellationToken">Ends the work early; no file is left.</param>
    /// <exception cref="VideoSegException">
    /// The options are out of their ranges (<see cref="FaultKind.Usage"/>), a sample cannot be read or there is none (<see cref="FaultKind.Input"/>), or the
    /// pack cannot be written or would be larger than can be read (<see cref="FaultKind.Output"/>).
    /// </exception>
    public static void Write(
        string path, IReadOnlyList<SegmentationSample> samples, PackOptions options, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
        Write(path, samples, options, PackFile.MaximumBytes, progress, cancellationToken);

    /// <summary>The same, with another limit of size.</summary>
    internal static void Write(
        string path, IReadOnlyList<SegmentationSample> samples, PackOptions options, long mostBytes, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var faults = new List<ValidationResult>();
        if (!Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true))
        {
            throw new VideoSegException(FaultKind.Usage, $"expected other options of a pack: {string.Join("; ", faults)}");
        }

        if (samples.Count == 0)
        {
            throw new VideoSegException(FaultKind.Input, "expected samples to pack, found none");
        }

        long bytes = HeaderBytesOfSample * (samples.Count + 1L);
        var packed = new (string Name, byte[] Image, byte[] Mask)[samples.Count];
        int done = 0;
        var parallel = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        ParallelWork.Run(() => Parallel.For(0, samples.Count, parallel, () => new SampleConverter(options.Size, options.Kinds), (i, _, converter) =>
        {
            (Picture image, Picture mask) = new FileSample(samples[i], options.Kinds).Read();
            (byte[] picture, byte[] classes) = (Image(converter, image, options), Mask(converter, mask, options));
            packed[i] = (samples[i].Name, picture, classes);
            if (Interlocked.Add(ref bytes, picture.Length + classes.Length) > mostBytes)
            {
                throw new VideoSegException(FaultKind.Output, string.Create(CultureInfo.InvariantCulture,
                    $"{path}: expected a pack of at most {mostBytes / 1e6:f0} MB, which is what can be read, and more came of it. Lower the size or the quality (0 is PNG, the largest), or make two packs."));
            }

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
