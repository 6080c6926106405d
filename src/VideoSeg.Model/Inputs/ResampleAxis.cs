namespace VideoSeg.Model.Inputs;

/// <summary>What one axis of a resampling is computed from; the key of its table.</summary>
/// <param name="Start">First pixel of the region on the picture's grid.</param>
/// <param name="Length">Pixels of the region on the picture's grid, at least 1.</param>
/// <param name="Shift">log2 of the plane's subsampling against the picture's grid.</param>
/// <param name="SampleCount">Samples that the plane has on this axis.</param>
/// <param name="TargetSize">Samples wanted, at least 1.</param>
internal readonly record struct ResampleGeometry(int Start, int Length, int Shift, int SampleCount, int TargetSize);

/// <summary>
/// The weights of one axis: each target sample is a weighted mean of neighbouring source samples, by the triangle filter (bilinear), widened
/// by the scale when shrinking, with half-pixel centres; weights outside the region are cut off and the rest brought to a sum of 1.
/// This is what Pillow's <c>BILINEAR</c> and PyTorch's <c>interpolate(mode="bilinear", antialias=True)</c> do with the cropped region.
/// </summary>
/// <remarks>A subsampled plane's samples lie at the centres of the blocks of pixels they stand for.</remarks>
internal sealed class ResampleAxis
{
    private readonly int[] _starts;
    private readonly int[] _counts;
    private readonly float[] _weights;

    public ResampleAxis(ResampleGeometry geometry)
    {
        Geometry = geometry;
        double subsampling = 1 << geometry.Shift;
        double origin = geometry.Start / subsampling;
        double scale = geometry.Length / subsampling / geometry.TargetSize;
        double support = Math.Max(1, scale);
        Low = geometry.Start >> geometry.Shift;
        High = Math.Min(geometry.SampleCount, (int)Math.Ceiling((geometry.Start + geometry.Length) / subsampling));
        Stride = (int)Math.Ceiling(2 * support) + 1;
        _starts = new int[geometry.TargetSize];
        _counts = new int[geometry.TargetSize];
        _weights = new float[geometry.TargetSize * Stride];
        double[] weights = new double[Stride];
        for (int i = 0; i < geometry.TargetSize; i++)
        {
            double center = origin + ((i + 0.5) * scale);
            int first = Math.Clamp((int)Math.Floor(center - support + 0.5), Low, High - 1);
            int end = Math.Clamp((int)Math.Floor(center + support + 0.5), first + 1, High);
            double sum = 0;
            for (int j = first; j < end; j++)
            {
                double weight = Math.Max(0, 1 - (Math.Abs(j + 0.5 - center) / support));
                weights[j - first] = weight;
                sum += weight;
            }

            _starts[i] = first;
            _counts[i] = end - first;
            for (int j = 0; j < end - first; j++)
            {
                _weights[(i * Stride) + j] = sum > 0 ? (float)(weights[j] / sum) : 1f / (end - first);
            }
        }
    }

    /// <summary>What the table was computed from.</summary>
    public ResampleGeometry Geometry { get; }

    /// <summary>First source sample that is read.</summary>
    public int Low { get; }

    /// <summary>One past the last source sample that may be read.</summary>
    public int High { get; }

    /// <summary>Distance in <see cref="Weights"/> between the weights of neighbouring targets.</summary>
    public int Stride { get; }

    /// <summary>First source sample of each target sample.</summary>
    public ReadOnlySpan<int> Starts => _starts;

    /// <summary>Number of source samples of each target sample.</summary>
    public ReadOnlySpan<int> Counts => _counts;

    /// <summary>The weights; those of target i begin at i * <see cref="Stride"/>.</summary>
    public ReadOnlySpan<float> Weights => _weights;
}
