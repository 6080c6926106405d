using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Output.Gallery;

/// <summary>
/// How good a view of a polyp is: mean probability times share of the field times sharpness. Sharpness is the mean magnitude of the Laplacian
/// of the brightness in its box, sampled at so many places that the time taken does not grow with the picture.
/// </summary>
internal static unsafe class ViewScore
{
    private const int PlacesPerSide = 96;

    /// <summary>Rates a view; only ever compared with others of the same recording.</summary>
    /// <param name="picture">The frame.</param>
    /// <param name="field">Pixels of its field of view.</param>
    /// <param name="detection">The polyp.</param>
    public static double Of(in ImagePlanes picture, double field, in Detection detection) =>
        detection.MeanProbability * (detection.Area / field) * Sharpness(picture, detection.Box);

    /// <summary>Mean magnitude of the Laplacian within a part of a picture, as a share of full scale.</summary>
    public static double Sharpness(in ImagePlanes picture, PixelRegion part)
    {
        PixelComponent component = picture.Format.Components[picture.Format.Model == ColorModel.Rgb ? 1 : 0];
        long stride = picture.Stride(component.Plane), step = component.StepBytes;
        byte* first = picture.Plane(component.Plane) + component.OffsetBytes;
        int left = Math.Max(part.X, 1), right = Math.Min(part.X + part.Width, picture.Width - 1);
        int top = Math.Max(part.Y, 1), bottom = Math.Min(part.Y + part.Height, picture.Height - 1);
        int stepX = Math.Max((right - left) / PlacesPerSide, 1), stepY = Math.Max((bottom - top) / PlacesPerSide, 1);
        long sum = 0, places = 0;
        for (int y = top; y < bottom; y += stepY)
        {
            for (int x = left; x < right; x += stepX)
            {
                byte* p = first + (y * stride) + (x * step);
                sum += Math.Abs((4 * Read(p, component)) - Read(p - step, component) - Read(p + step, component)
                    - Read(p - stride, component) - Read(p + stride, component));
                places++;
            }
        }

        return places > 0 ? (double)sum / places / (4.0 * ((1 << component.DepthBits) - 1)) : 0;
    }

    private static int Read(byte* sample, in PixelComponent component) => component.DepthBits > 8
        ? (*(ushort*)sample >> component.ShiftBits) & ((1 << component.DepthBits) - 1)
        : *sample >> component.ShiftBits;
}
