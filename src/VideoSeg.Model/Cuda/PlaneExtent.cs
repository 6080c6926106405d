using VideoSeg.Model.Inputs;

namespace VideoSeg.Model.Cuda;

/// <summary>The memory that a plane of a picture takes, rows in between included, whichever way its rows run.</summary>
/// <param name="Start">Address of its lowest byte; 0 where the picture has no such plane.</param>
/// <param name="Bytes">How many.</param>
/// <param name="FirstRow">Bytes from <paramref name="Start"/> to the first row.</param>
public readonly record struct PlaneExtent(nint Start, long Bytes, long FirstRow)
{
    /// <summary>That of plane <paramref name="plane"/>, 0 to 3.</summary>
    public static unsafe PlaneExtent Of(in ImagePlanes picture, int plane)
    {
        PixelFormat format = picture.Format;
        long row = 0;
        int rows = 0;
        for (int c = 0; c < format.Components.Length; c++)
        {
            PixelComponent layout = format.Components[c];
            if (layout.Plane == plane)
            {
                int bytes = layout is { DepthBits: 8, ShiftBits: 0 } ? 1 : 2;
                row = Math.Max(row, ((long)(format.ComponentWidth(c, picture.Width) - 1) * layout.StepBytes) + layout.OffsetBytes + bytes);
                rows = Math.Max(rows, format.ComponentHeight(c, picture.Height));
            }
        }

        if (rows == 0)
        {
            return default;
        }

        long stride = picture.Stride(plane), before = stride < 0 ? -stride * (rows - 1) : 0;
        return new((nint)picture.Plane(plane) - (nint)before, (Math.Abs(stride) * (rows - 1)) + row, before);
    }
}
