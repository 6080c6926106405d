using VideoSeg.Model.Inputs;

namespace VideoSeg.Model.Cuda;

/// <summary>What the tables of a conversion depend on.</summary>
/// <param name="Width">Width of the picture in pixels.</param>
/// <param name="Height">Height of the picture in pixels.</param>
/// <param name="Region">The part that is looked at.</param>
/// <param name="HasChroma">Whether it is YUV.</param>
/// <param name="ChromaShiftX">log2 of the horizontal chroma subsampling.</param>
/// <param name="ChromaShiftY">log2 of the vertical chroma subsampling.</param>
/// <param name="TargetWidth">Width of the result in pixels.</param>
/// <param name="TargetHeight">Height of the result in pixels.</param>
public readonly record struct InputGeometry(
    int Width, int Height, PixelRegion Region, bool HasChroma, int ChromaShiftX, int ChromaShiftY, int TargetWidth, int TargetHeight)
{
    /// <summary>The geometry of a picture.</summary>
    /// <exception cref="ArgumentException">The region lies outside the picture.</exception>
    public static InputGeometry Of(in ImagePlanes picture, int width, int height)
    {
        PixelRegion region = picture.Region ?? new PixelRegion(0, 0, picture.Width, picture.Height);
        if (region.X < 0 || region.Y < 0 || region.Width < 1 || region.Height < 1 ||
            region.X > picture.Width - region.Width || region.Y > picture.Height - region.Height)
        {
            throw new ArgumentException($"expected a region within {picture.Width} x {picture.Height}, got {region}", nameof(picture));
        }

        bool hasChroma = picture.Format.Model == ColorModel.Yuv;
        return new(
            picture.Width, picture.Height, region, hasChroma,
            hasChroma ? picture.Format.ChromaShiftX : 0, hasChroma ? picture.Format.ChromaShiftY : 0, width, height);
    }
}
