using System.Numerics;

namespace VideoSeg.Pipeline.Overlay;

/// <summary>
/// A band of rows of what is to be drawn, before it meets the picture: for each pixel its opacity, and the colour in sample values
/// times the opacity. Shapes are laid one over the other here in floating point, so that the picture is rounded only once.
/// </summary>
/// <remarks>A band of 32 rows stays in the cache and bounds the memory for any size of picture. 32 is a multiple of every chroma height.</remarks>
internal sealed class InkBand
{
    public const int MaximumRows = 32;

    /// <summary>Less coverage than this cannot change an 8-bit sample by more than one step, and would only widen what is touched.</summary>
    private const float LeastCoverage = 1 / 256f;

    private float[] _alpha = [];
    private float[] _first = [];
    private float[] _second = [];
    private float[] _third = [];
    private float[] _scratch = [];
    private float[] _coverage = [];
    private int _stride;

    public int Top { get; private set; }

    public int Bottom { get; private set; }

    /// <summary>First column that holds anything; a multiple of 4, so that it begins a chroma block.</summary>
    public int Left { get; private set; }

    /// <summary>End of the columns that hold anything.</summary>
    public int Right { get; private set; }

    /// <summary>Starts an empty band of a picture <paramref name="width"/> wide.</summary>
    public void Begin(int width, int top, int bottom, int left, int right)
    {
        // Room for whole vectors and chroma blocks behind the last column.
        _stride = ((width + 3) & ~3) + Vector<float>.Count + 4;
        if (_alpha.Length < _stride * MaximumRows)
        {
            int size = _stride * MaximumRows;
            (_alpha, _first, _second, _third, _scratch) = (new float[size], new float[size], new float[size], new float[size], new float[size]);
            _coverage = new float[_stride];
        }

        (Top, Bottom, Left, Right) = (top, bottom, left & ~3, right);
        for (int y = top; y < bottom; y++)
        {
            Row(_alpha, y).Clear();
            Row(_first, y).Clear();
            Row(_second, y).Clear();
            Row(_third, y).Clear();
        }
    }

    /// <summary>Opacity of a row, indexed by column from 0.</summary>
    public Span<float> Alpha(int y) => _alpha.AsSpan((y - Top) * _stride, _stride);

    /// <summary>Premultiplied sample values of component 0, 1 or 2 of a row, indexed by column from 0.</summary>
    public Span<float> Color(int component, int y) =>
        (component switch { 0 => _first, 1 => _second, _ => _third }).AsSpan((y - Top) * _stride, _stride);

    /// <summary>A row of room for a painter, indexed by column from 0; holds anything.</summary>
    public Span<float> Scratch(int y) => _scratch.AsSpan((y - Top) * _stride, _stride);

    /// <summary>One row of room for coverage, indexed by column from 0; holds anything.</summary>
    public Span<float> Coverage => _coverage.AsSpan(0, _stride);

    /// <summary>Lays a colour over columns [left, right) of a row, as thick as <paramref name="coverage"/> (indexed by column) says.</summary>
    public void Over(int y, int left, int right, ReadOnlySpan<float> coverage, in Ink ink)
    {
        Span<float> alpha = Alpha(y), first = Color(0, y), second = Color(1, y), third = Color(2, y);
        var least = new Vector<float>(LeastCoverage);
        for (int x = left; x < right; x += Vector<float>.Count)
        {
            var k = new Vector<float>(coverage[x..]);
            k = Vector.ConditionalSelect(Vector.LessThan(k, least), Vector<float>.Zero, k);
            if (x + Vector<float>.Count > right)
            {
                k = Vector.ConditionalSelect(Vector.LessThan(Vector<float>.Indices, new Vector<float>(right - x)), k, Vector<float>.Zero);
            }

            if (k == Vector<float>.Zero)
            {
                continue;
            }

            Vector<float> rest = Vector<float>.One - k;
            ((new Vector<float>(alpha[x..]) * rest) + k).CopyTo(alpha[x..]);
            ((new Vector<float>(first[x..]) * rest) + (k * ink.First)).CopyTo(first[x..]);
            ((new Vector<float>(second[x..]) * rest) + (k * ink.Second)).CopyTo(second[x..]);
            ((new Vector<float>(third[x..]) * rest) + (k * ink.Third)).CopyTo(third[x..]);
        }
    }

    /// <summary>Takes away what lies outside a stretch of a row.</summary>
    public void Keep(int y, (int Start, int End) stretch)
    {
        int start = Math.Clamp(stretch.Start, Left, Right), end = Math.Clamp(stretch.End, start, Right);
        foreach (float[] buffer in (ReadOnlySpan<float[]>)[_alpha, _first, _second, _third])
        {
            Span<float> row = Row(buffer, y);
            row[..(start - Left)].Clear();
            row[(end - Left)..].Clear();
        }
    }

    private Span<float> Row(float[] buffer, int y)
    {
        int start = ((y - Top) * _stride) + Left;
        return buffer.AsSpan(start, Math.Min(Right + Vector<float>.Count + 4, _stride) - Left);
    }
}
