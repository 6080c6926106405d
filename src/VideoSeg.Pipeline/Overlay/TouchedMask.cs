namespace VideoSeg.Pipeline.Overlay;

/// <summary>
/// Which pixels of a picture were drawn on: those of which any sample may have changed, the whole footprint of a chroma sample included.
/// Everything else is identical to what it was.
/// </summary>
public sealed class TouchedMask
{
    private byte[] _pixels = [];

    /// <summary>Width in pixels.</summary>
    public int Width { get; private set; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; private set; }

    /// <summary>One byte a pixel, row after row: 255 where it was drawn on, else 0.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels.AsSpan(0, Width * Height);

    /// <summary>Makes it empty and of the given size.</summary>
    public void Clear(int width, int height)
    {
        (Width, Height) = (width, height);
        if (_pixels.Length < width * height)
        {
            _pixels = new byte[width * height];
        }

        _pixels.AsSpan(0, width * height).Clear();
    }

    /// <summary>Marks the pixels of a row of samples that stand for 2^shiftX by 2^shiftY pixels each.</summary>
    internal void Add(in SampleInk ink, int row, int shiftX, int shiftY)
    {
        for (int y = row << shiftY; y < Math.Min((row + 1) << shiftY, Height); y++)
        {
            Span<byte> pixels = _pixels.AsSpan(y * Width, Width);
            for (int x = ink.Left; x < ink.Right; x++)
            {
                if (ink.Alpha[x] != 0)
                {
                    pixels[(x << shiftX)..Math.Min((x + 1) << shiftX, Width)].Fill(255);
                }
            }
        }
    }
}
