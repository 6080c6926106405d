using VideoSeg.Pipeline.Preprocess;

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

    /// <summary>Marks what <see cref="Redactor"/> blanks: all pixels outside the field, and those inside that share a chroma sample with one.</summary>
    /// <param name="field">Of the picture's size.</param>
    /// <param name="shiftX">Chroma samples stand for 2^shiftX pixels of a row.</param>
    /// <param name="shiftY">And for 2^shiftY rows.</param>
    public void AddOutside(FieldOfView field, int shiftX, int shiftY)
    {
        for (int y = 0; y < Height; y++)
        {
            int top = y >> shiftY << shiftY;
            (int start, int end) = field.Common(top, Math.Min(top + (1 << shiftY), Height));
            int first = Math.Min((start + (1 << shiftX) - 1) >> shiftX << shiftX, Width);
            int last = end == Width ? Width : Math.Max(end >> shiftX << shiftX, first);
            Span<byte> row = _pixels.AsSpan(y * Width, Width);
            row[..first].Fill(255);
            row[last..].Fill(255);
        }
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
