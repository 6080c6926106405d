using System.Runtime.InteropServices;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Model.Tests.Inputs;

/// <summary>
/// Native memory for a picture of any format, each plane exactly as large as its samples need, so that reading past an end is likely to
/// be found out. Rows may be stored bottom-up.
/// </summary>
internal sealed unsafe class PlanesBuffer : IDisposable
{
    private readonly byte*[] _planes = new byte*[4];
    private readonly int[] _strides = new int[4];
    private readonly byte*[] _firstRows = new byte*[4];

    public PlanesBuffer(int width, int height, PixelFormat format, bool bottomUp = false, int padding = 0)
    {
        (Width, Height, Format) = (width, height, format);
        for (int plane = 0; plane < 4; plane++)
        {
            long end = 0;
            int rows = 0;
            for (int c = 0; c < format.Components.Length; c++)
            {
                PixelComponent layout = format.Components[c];
                if (layout.Plane == plane)
                {
                    int bytes = layout.DepthBits > 8 || layout.ShiftBits > 0 ? 2 : 1;
                    end = Math.Max(end, ((format.ComponentWidth(c, width) - 1) * layout.StepBytes) + layout.OffsetBytes + bytes);
                    rows = Math.Max(rows, format.ComponentHeight(c, height));
                }
            }

            if (rows > 0)
            {
                long stride = end + padding;
                _planes[plane] = (byte*)NativeMemory.AllocZeroed((nuint)((stride * (rows - 1)) + end));
                _firstRows[plane] = bottomUp ? _planes[plane] + (stride * (rows - 1)) : _planes[plane];
                _strides[plane] = (int)(bottomUp ? -stride : stride);
            }
        }
    }

    public int Width { get; }

    public int Height { get; }

    public PixelFormat Format { get; }

    /// <summary>Copies a packed picture.</summary>
    public static PlanesBuffer Of(Picture picture)
    {
        var buffer = new PlanesBuffer(picture.Width, picture.Height, picture.Format);
        picture.Data.CopyTo(new Span<byte>(buffer._planes[0], picture.Data.Length));
        return buffer;
    }

    /// <summary>Fills every component with random samples of its depth.</summary>
    public PlanesBuffer Randomize(int seed)
    {
        var random = new Random(seed);
        for (int c = 0; c < Format.Components.Length; c++)
        {
            for (int y = 0; y < Format.ComponentHeight(c, Height); y++)
            {
                for (int x = 0; x < Format.ComponentWidth(c, Width); x++)
                {
                    this[c, x, y] = random.Next(1 << Format.Components[c].DepthBits);
                }
            }
        }

        return this;
    }

    /// <summary>Fills each component with one value.</summary>
    public PlanesBuffer Fill(params int[] values)
    {
        for (int c = 0; c < Format.Components.Length; c++)
        {
            for (int y = 0; y < Format.ComponentHeight(c, Height); y++)
            {
                for (int x = 0; x < Format.ComponentWidth(c, Width); x++)
                {
                    this[c, x, y] = values[c];
                }
            }
        }

        return this;
    }

    /// <summary>A sample of a component.</summary>
    public int this[int component, int x, int y]
    {
        get
        {
            PixelComponent layout = Format.Components[component];
            byte* p = At(layout, x, y);
            int word = layout.DepthBits > 8 || layout.ShiftBits > 0 ? p[0] | (p[1] << 8) : p[0];
            return (word >> layout.ShiftBits) & ((1 << layout.DepthBits) - 1);
        }

        set
        {
            PixelComponent layout = Format.Components[component];
            byte* p = At(layout, x, y);
            if (layout.DepthBits > 8 || layout.ShiftBits > 0)
            {
                int word = p[0] | (p[1] << 8) | (value << layout.ShiftBits);
                p[0] = (byte)word;
                p[1] = (byte)(word >> 8);
            }
            else
            {
                p[0] = (byte)value;
            }
        }
    }

    public ImagePlanes Planes(ColorMatrix matrix = ColorMatrix.Bt601, ColorRange range = ColorRange.Limited, PixelRegion? region = null) => new()
    {
        Plane0 = _firstRows[0],
        Plane1 = _firstRows[1],
        Plane2 = _firstRows[2],
        Plane3 = _firstRows[3],
        Stride0 = _strides[0],
        Stride1 = _strides[1],
        Stride2 = _strides[2],
        Stride3 = _strides[3],
        Width = Width,
        Height = Height,
        Format = Format,
        Matrix = matrix,
        Range = range,
        Region = region,
    };

    public void Dispose()
    {
        foreach (byte* plane in _planes)
        {
            NativeMemory.Free(plane);
        }
    }

    private byte* At(PixelComponent layout, int x, int y) =>
        _firstRows[layout.Plane] + ((long)y * _strides[layout.Plane]) + ((long)x * layout.StepBytes) + layout.OffsetBytes;
}
