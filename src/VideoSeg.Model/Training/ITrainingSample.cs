using VideoSeg.Model.Data;
using VideoSeg.Model.Images;

namespace VideoSeg.Model.Training;

/// <summary>A picture with its mask, read or rendered when asked for. Thread-safe.</summary>
internal interface ITrainingSample
{
    /// <summary>What the sample is called in logs.</summary>
    string Name { get; }

    /// <summary>The picture (RGB) and its mask, of the same size: gray, 0 or 255 for one kind of polyp, the number of the class for several.</summary>
    /// <exception cref="VideoSegException">One of them cannot be read, or their sizes differ (<see cref="FaultKind.Input"/>).</exception>
    (Picture Image, Picture Mask) Read();

    /// <summary>The picture alone.</summary>
    Picture ReadImage() => Read().Image;
}

/// <summary>A sample that lies in a folder.</summary>
/// <param name="sample">The files.</param>
/// <param name="kinds">How many classes besides the background the mask may hold; of one, anything but background is it.</param>
internal sealed class FileSample(SegmentationSample sample, int kinds = 1) : ITrainingSample
{
    /// <inheritdoc/>
    public string Name => sample.Name;

    /// <inheritdoc/>
    public Picture ReadImage() => ImageFile.Read(sample.ImagePath);

    /// <inheritdoc/>
    public (Picture Image, Picture Mask) Read()
    {
        Picture image = ImageFile.Read(sample.ImagePath);
        return (image, kinds == 1
            ? MaskFile.Read(sample.MaskPath, image.Width, image.Height)
            : MaskFile.ReadClasses(sample.MaskPath, image.Width, image.Height, kinds));
    }
}
