using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Model.Evaluation;

/// <summary>
/// Compares the classes of a picture's pixels with the truth. A pixel's class is that of the largest probability, the background's included, which is
/// what the others leave of 1; of equal ones the first. Keeps its buffers; not for two threads at a time.
/// </summary>
internal sealed class ClassMasks
{
    private readonly ProbabilityResizer[] _resizers;
    private float[] _row = [];
    private float[] _rest = [];
    private byte[] _chosen = [];

    public ClassMasks(SegmenterInfo info) => _resizers = [.. info.Classes.Select(_ => new ProbabilityResizer(info.Width, info.Height))];

    /// <summary>Counts each class.</summary>
    /// <param name="segmentation">The probabilities.</param>
    /// <param name="index">Which picture of the batch.</param>
    /// <param name="width">Width of the picture in pixels.</param>
    /// <param name="height">Height of the picture in pixels.</param>
    /// <param name="truth">For each pixel the number of its class, 0 the background's.</param>
    public ConfusionCounts[] Count(Segmentation segmentation, int index, int width, int height, ReadOnlySpan<byte> truth)
    {
        if (_row.Length < width)
        {
            (_row, _rest, _chosen) = (new float[width], new float[width], new byte[width]);
        }

        long[,] table = new long[_resizers.Length + 1, _resizers.Length + 1];
        for (int y = 0; y < height; y++)
        {
            Choose(segmentation, index, y, width, height);
            ReadOnlySpan<byte> row = truth.Slice(y * width, width);
            for (int x = 0; x < width; x++)
            {
                table[_chosen[x], row[x]]++;
            }
        }

        return [.. Enumerable.Range(1, _resizers.Length).Select(c => Of(table, c, (long)width * height))];
    }

    /// <summary>Finds the class of each pixel of a row.</summary>
    private void Choose(Segmentation segmentation, int index, int y, int width, int height)
    {
        Array.Clear(_chosen, 0, width);
        _rest.AsSpan(0, width).Fill(1);
        Array.Clear(_row, 0, width);
        for (int channel = 0; channel < _resizers.Length; channel++)
        {
            ProbabilityResizer.Rows rows = _resizers[channel].Begin(segmentation.Plane(index, channel), width, height);
            ReadOnlySpan<float> row = rows.Row(y);
            for (int x = 0; x < width; x++)
            {
                _rest[x] -= row[x];
                if (row[x] > _row[x])
                {
                    (_row[x], _chosen[x]) = (row[x], (byte)(channel + 1));
                }
            }
        }

        for (int x = 0; x < width; x++)
        {
            _chosen[x] = _rest[x] >= _row[x] ? (byte)0 : _chosen[x];
        }
    }

    private static ConfusionCounts Of(long[,] table, int c, long pixels)
    {
        long both = table[c, c], found = 0, real = 0;
        for (int other = 0; other < table.GetLength(0); other++)
        {
            found += table[c, other];
            real += table[other, c];
        }

        return new(both, found - both, real - both, pixels - found - real + both);
    }
}
