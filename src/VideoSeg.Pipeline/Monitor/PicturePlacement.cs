using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Pipeline.Monitor;

/// <summary>Where on a window a picture goes: as large as it can be, in its own shape, in the middle.</summary>
public static class PicturePlacement
{
    /// <summary>The place, whole pixels, inside the window.</summary>
    /// <param name="width">Width of the picture in pixels.</param>
    /// <param name="height">Height of the picture in pixels.</param>
    /// <param name="sampleAspectRatio">Width of one of its pixels over their height; unknown means square. Those of the window are square.</param>
    /// <param name="windowWidth">Width of the window, at least 1.</param>
    /// <param name="windowHeight">Height of the window, at least 1.</param>
    public static PixelRegion Fit(int width, int height, Rational sampleAspectRatio, int windowWidth, int windowHeight)
    {
        double shape = (double)width / height * (sampleAspectRatio.IsKnown ? sampleAspectRatio.Value : 1);
        int fitted = (int)Math.Round(windowHeight * shape);
        (int targetWidth, int targetHeight) = fitted <= windowWidth
            ? (Math.Max(fitted, 1), windowHeight)
            : (windowWidth, Math.Clamp((int)Math.Round(windowWidth / shape), 1, windowHeight));
        return new PixelRegion((windowWidth - targetWidth) / 2, (windowHeight - targetHeight) / 2, targetWidth, targetHeight);
    }
}
