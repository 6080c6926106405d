namespace VideoSeg.Model.Inputs;

/// <summary>
/// Stretches a plane of probabilities from the network's size to a picture's (or its region's): bilinear with half-pixel centres, as PyTorch's
/// <c>interpolate(mode="bilinear", align_corners=False)</c>; the way back of <see cref="InputConverter"/>. Works row by row, so that nobody needs the
/// whole enlarged plane.
/// </summary>
/// <remarks>Thread-confined. Buffers are kept between calls; once warm (same target width as last) a call allocates nothing.</remarks>
public sealed class ProbabilityResizer
{
    private readonly float[] _padded;
    private float[] _upper = [];
    private float[] _lower = [];
    private float[] _row = [];
    private int[] _left = [];
    private float[] _fraction = [];
    private int _tableWidth;

    /// <summary>Creates a resizer of planes of <paramref name="width"/> x <paramref name="height"/>.</summary>
    public ProbabilityResizer(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        Width = width;
        Height = height;
        _padded = new float[width + 1];
    }

    /// <summary>Width of the planes.</summary>
    public int Width { get; }

    /// <summary>Height of the planes.</summary>
    public int Height { get; }

    /// <summary>
    /// Begins to enlarge <paramref name="plane"/> ([height, width]) to <paramref name="targetWidth"/> x <paramref name="targetHeight"/>; the rows
    /// are computed when they are asked for, most cheaply from top to bottom. Beginning another ends this one.
    /// </summary>
    public Rows Begin(ReadOnlySpan<float> plane, int targetWidth, int targetHeight)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(targetWidth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(targetHeight, 1);
        if (plane.Length < Width * Height)
        {
            throw new ArgumentException($"expected {Width * Height} values, got {plane.Length}", nameof(plane));
        }

        PrepareTable(targetWidth);
        return new Rows(this, plane, targetHeight);
    }

    /// <summary>Enlarges into <paramref name="result"/>, [targetHeight, targetWidth].</summary>
    public void Resize(ReadOnlySpan<float> plane, int targetWidth, int targetHeight, Span<float> result)
    {
        Rows rows = Begin(plane, targetWidth, targetHeight);
        for (int y = 0; y < targetHeight; y++)
        {
            rows.Row(y).CopyTo(result.Slice(y * targetWidth, targetWidth));
        }
    }

    /// <summary>Enlarges into bytes, 255 for a probability of 1, rounded; rows of the result are <paramref name="strideBytes"/> apart.</summary>
    public void ResizeToBytes(ReadOnlySpan<float> plane, int targetWidth, int targetHeight, Span<byte> result, int strideBytes)
    {
        Rows rows = Begin(plane, targetWidth, targetHeight);
        for (int y = 0; y < targetHeight; y++)
        {
            ProbabilityKernels.ToBytes(rows.Row(y), result.Slice(y * strideBytes, targetWidth));
        }
    }

    /// <summary>
    /// Enlarges into a mask: 255 where the probability is at least <paramref name="threshold"/>, else 0; rows are <paramref name="strideBytes"/> apart.
    /// </summary>
    public void Threshold(ReadOnlySpan<float> plane, int targetWidth, int targetHeight, float threshold, Span<byte> mask, int strideBytes)
    {
        Rows rows = Begin(plane, targetWidth, targetHeight);
        for (int y = 0; y < targetHeight; y++)
        {
            ProbabilityKernels.Threshold(rows.Row(y), threshold, mask.Slice(y * strideBytes, targetWidth));
        }
    }

    private void PrepareTable(int targetWidth)
    {
        if (_tableWidth == targetWidth)
        {
            return;
        }

        if (_row.Length < targetWidth)
        {
            _upper = new float[targetWidth];
            _lower = new float[targetWidth];
            _row = new float[targetWidth];
            _left = new int[targetWidth];
            _fraction = new float[targetWidth];
        }

        for (int x = 0; x < targetWidth; x++)
        {
            (_left[x], _fraction[x]) = Position(x, targetWidth, Width);
        }

        _tableWidth = targetWidth;
    }

    /// <summary>The sample before a target's centre, and how far beyond it the centre lies.</summary>
    private static (int Index, float Fraction) Position(int target, int targets, int samples)
    {
        double position = Math.Max(0, ((target + 0.5) * samples / targets) - 0.5);
        int index = Math.Min((int)position, samples - 1);
        return (index, (float)(position - index));
    }

    private void Expand(ReadOnlySpan<float> source, float[] target)
    {
        source.CopyTo(_padded);
        _padded[Width] = source[Width - 1];
        ProbabilityKernels.Expand(_padded, _left.AsSpan(0, _tableWidth), _fraction, target);
    }

    /// <summary>The rows of one enlarged plane.</summary>
    public ref struct Rows
    {
        private readonly ProbabilityResizer _owner;
        private readonly ReadOnlySpan<float> _plane;
        private readonly int _targetHeight;
        private int _top;
        private int _bottom;

        internal Rows(ProbabilityResizer owner, ReadOnlySpan<float> plane, int targetHeight)
        {
            _owner = owner;
            _plane = plane;
            _targetHeight = targetHeight;
            _top = -1;
            _bottom = -1;
        }

        /// <summary>Row <paramref name="y"/> of the enlarged plane; valid until the next row is asked for.</summary>
        public ReadOnlySpan<float> Row(int y)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(y);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(y, _targetHeight);
            (int top, float fraction) = Position(y, _targetHeight, _owner.Height);
            Load(top, Math.Min(top + 1, _owner.Height - 1));
            Span<float> row = _owner._row.AsSpan(0, _owner._tableWidth);
            ProbabilityKernels.Blend(_owner._upper, _owner._lower, fraction, row);
            return row;
        }

        private void Load(int top, int bottom)
        {
            if (top == _top && bottom == _bottom)
            {
                return;
            }

            if (top == _bottom)
            {
                (_owner._upper, _owner._lower) = (_owner._lower, _owner._upper);
            }
            else
            {
                _owner.Expand(Source(top), _owner._upper);
            }

            _owner.Expand(Source(bottom), _owner._lower);
            (_top, _bottom) = (top, bottom);
        }

        private readonly ReadOnlySpan<float> Source(int y) => _plane.Slice(y * _owner.Width, _owner.Width);
    }
}
