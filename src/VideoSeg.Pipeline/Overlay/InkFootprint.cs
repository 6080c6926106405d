using System.Numerics;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Pipeline.Overlay;

/// <summary>
/// What a row of samples of one component gets of the ink: for luma and RGB the ink of its pixels, for a subsampled chroma sample the
/// mean over the pixels it stands for. Keeps its memory; not for two threads at a time.
/// </summary>
internal sealed class InkFootprint
{
    private float[] _alpha = [];
    private float[] _color = [];

    /// <summary>Looks at row <paramref name="row"/> of a component; false where no sample of it is drawn on.</summary>
    /// <param name="band">The ink.</param>
    /// <param name="picture">Size and format.</param>
    /// <param name="component">The component.</param>
    /// <param name="row">A row of the component's samples within the band.</param>
    /// <param name="samples">Opacity and premultiplied colour of each sample.</param>
    public bool TryTake(InkBand band, in ImagePlanes picture, int component, int row, out SampleInk samples)
    {
        PixelFormat format = picture.Format;
        bool isChroma = format.IsChroma(component);
        int shiftX = isChroma ? format.ChromaShiftX : 0, shiftY = isChroma ? format.ChromaShiftY : 0;
        int left = band.Left >> shiftX, right = ((band.Right - 1) >> shiftX) + 1;
        int top = row << shiftY, bottom = Math.Min(top + (1 << shiftY), picture.Height);
        if (!HasInk(band, top, bottom))
        {
            samples = default;
            return false;
        }

        samples = shiftX + shiftY == 0
            ? new SampleInk(left, right, band.Alpha(row), band.Color(component, row))
            : Average(band, component, picture.Width, top, bottom, shiftX, left, right);
        return true;
    }

    private static bool HasInk(InkBand band, int top, int bottom)
    {
        for (int y = top; y < bottom; y++)
        {
            if (band.Alpha(y)[band.Left..band.Right].ContainsAnyExcept(0f))
            {
                return true;
            }
        }

        return false;
    }

    private SampleInk Average(InkBand band, int component, int width, int top, int bottom, int shiftX, int left, int right)
    {
        if (_alpha.Length < band.Coverage.Length)
        {
            (_alpha, _color) = (new float[band.Coverage.Length], new float[band.Coverage.Length]);
        }

        float share = 1f / ((bottom - top) << shiftX);
        _alpha.AsSpan(band.Left..).Clear();
        _color.AsSpan(band.Left..).Clear();
        for (int y = top; y < bottom; y++)
        {
            Accumulate(band.Alpha(y), _alpha, band.Left, band.Right, share);
            Accumulate(band.Color(component, y), _color, band.Left, band.Right, share);
        }

        SumColumns(_alpha, band.Left, band.Right, width, shiftX);
        SumColumns(_color, band.Left, band.Right, width, shiftX);
        return new SampleInk(left, right, _alpha, _color);
    }

    private static void Accumulate(ReadOnlySpan<float> row, Span<float> sums, int left, int right, float share)
    {
        for (int x = left; x < right; x += Vector<float>.Count)
        {
            Span<float> target = sums[x..];
            (new Vector<float>(target) + (new Vector<float>(row[x..]) * share)).CopyTo(target);
        }
    }

    /// <summary>Adds 2^shift neighbours together, in place.</summary>
    private static void SumColumns(Span<float> row, int left, int right, int width, int shift)
    {
        if (right == width)
        {
            // The last chroma block of a picture of odd width has fewer pixels: the last one stands for those that are missing.
            row.Slice(width, -width & ((1 << shift) - 1)).Fill(row[width - 1]);
        }

        // Whole blocks: what lies between the last column and the end of its block holds no ink.
        right += -right & ((1 << shift) - 1);
        for (int step = 0; step < shift; step++)
        {
            left >>= 1;
            right >>= 1;
            for (int x = left; x < right; x++)
            {
                row[x] = row[2 * x] + row[(2 * x) + 1];
            }
        }
    }
}
