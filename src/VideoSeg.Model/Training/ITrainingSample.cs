using VideoSeg.Model.Data;
using VideoSeg.Model.Images;

namespace VideoSeg.Model.Training;

/// <summary>A picture with its mask, read or rendered when asked for. Thread-safe.</summary>
internal interface ITrainingSample
{
    /// <summary>What the sample is called in logs.</summary>
    string Name { get; }

    /// <summary>The picture (RGB) and its mask (gray, 0 or 255), of the same size.</summary>
    /// <exception cref="VideoSegException">One of them cannot be read, or their sizes differ (<see cref="FaultKind.Input"/>).</exception>
    (Picture Image, Picture Mask) Read();
}

/// <summary>A sample that lies in a folder.</summary>
internal sealed class FileSample(SegmentationSample sample) : ITrainingSample
{
    /// <inheritdoc/>
    public string Name => sample.Name;

    /// <inheritdoc/>
    public (Picture Image, Picture Mask) Read()
    {
        Picture image = ImageFile.Read(sample.ImagePath);
        return (image, MaskFile.Read(sample.MaskPath, image.Width, image.Height));
    }
}
