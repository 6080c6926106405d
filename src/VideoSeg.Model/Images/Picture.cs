using VideoSeg.Model.Inputs;

namespace VideoSeg.Model.Images;

/// <summary>A still picture in managed memory, rows packed without padding.</summary>
public sealed class Picture
{
    /// <summary>Wraps <paramref name="data"/>, which must hold height rows of <see cref="StrideBytes"/> bytes; the picture keeps the array.</summary>
    public Picture(int width, int height, PixelFormat format, byte[] data)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        Width = width;
        Height = height;
        Format = format;
        Data = data;
        if (data.Length < (long)StrideBytes * height)
        {
            throw new ArgumentException($"expected at least {(long)StrideBytes * height} bytes for {width} x {height} {format.Name}, got {data.Length}", nameof(data));
        }
    }

    /// <summary>A new black picture.</summary>
    public Picture(int width, int height, PixelFormat format)
        : this(width, height, format, new byte[(long)width * height * format.Components[0].StepBytes])
    {
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>One of <see cref="PixelFormat.Rgb24"/>, <see cref="PixelFormat.Gray8"/>, <see cref="PixelFormat.Rgb48"/>, <see cref="PixelFormat.Gray16"/>.</summary>
    public PixelFormat Format { get; }

    /// <summary>The samples, row after row.</summary>
    public byte[] Data { get; }

    /// <summary>Bytes in a row.</summary>
    public int StrideBytes => Width * Format.Components[0].StepBytes;

    /// <summary>Describes the picture at <paramref name="pinned"/>, the pinned address of <see cref="Data"/>'s first byte.</summary>
    public unsafe ImagePlanes AsPlanes(byte* pinned) => new()
    {
        Plane0 = pinned,
        Stride0 = StrideBytes,
        Width = Width,
        Height = Height,
        Format = Format,
        Range = ColorRange.Full,
    };

    /// <summary>A copy as <see cref="PixelFormat.Rgb24"/>: gray is repeated, of 16 bits the upper 8 are kept.</summary>
    public Picture ToRgb24()
    {
        int channels = Format.Components.Length;
        int bytes = Format.Components[0].DepthBits / 8;
        var result = new Picture(Width, Height, PixelFormat.Rgb24);
        for (int i = 0; i < Width * Height; i++)
        {
            for (int c = 0; c < 3; c++)
            {
                int sample = (i * channels) + (channels == 1 ? 0 : c);
                result.Data[(3 * i) + c] = Data[(sample * bytes) + bytes - 1];
            }
        }

        return result;
    }
}
