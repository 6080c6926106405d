using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Model.Evaluation;

/// <summary>
/// Compares the classes of a picture's pixels with the truth (<see cref="ClassRule"/>). Keeps its buffers; not for two threads at a time.
/// </summary>
internal sealed class ClassMasks(SegmenterInfo info)
{
    /// <summary>Rows that are enlarged at a time: to begin again costs a row's work for each class.</summary>
    private const int RowsAtATime = 32;

    private readonly ProbabilityResizer _resizer = new(info.Width, info.Height);
    private float[] _planes = [];
    private byte[] _chosen = [];

    /// <summary>Counts each class.</summary>
    /// <param name="segmentation">The probabilities.</param>
    /// <param name="index">Which picture of the batch.</param>
    /// <param name="width">Width of the picture in pixels.</param>
    /// <param name="height">Height of the picture in pixels.</param>
    /// <param name="marked">For each pixel, anything but 0 where it was marked as polyp.</param>
    /// <param name="truth">For each pixel the number of its class, 0 the background's.</param>
    public ConfusionCounts[] Count(Segmentation segmentation, int index, int width, int height, ReadOnlySpan<byte> marked, ReadOnlySpan<byte> truth)
    {
        int classes = info.Classes.Length;
        if (_chosen.Length < RowsAtATime * width)
        {
            (_planes, _chosen) = (new float[classes * RowsAtATime * width], new byte[RowsAtATime * width]);
        }

        long[,] table = new long[classes + 1, classes + 1];
        for (int first = 0; first < height; first += RowsAtATime)
        {
            int rows = Math.Min(RowsAtATime, height - first);
            Span<byte> chosen = _chosen.AsSpan(0, rows * width);
            Choose(segmentation, index, first, rows, width, height, chosen);
            ReadOnlySpan<byte> isMarked = marked.Slice(first * width, chosen.Length), real = truth.Slice(first * width, chosen.Length);
            for (int i = 0; i < chosen.Length; i++)
            {
                table[isMarked[i] != 0 ? chosen[i] : 0, real[i]]++;
            }
        }

        return [.. Enumerable.Range(1, classes).Select(c => Of(table, c, (long)width * height))];
    }

    private void Choose(Segmentation segmentation, int index, int first, int rows, int width, int height, Span<byte> chosen)
    {
        for (int channel = 0; channel < info.Classes.Length; channel++)
        {
            ProbabilityResizer.Rows enlarged = _resizer.Begin(segmentation.Plane(index, channel), width, height);
            for (int y = 0; y < rows; y++)
            {
                enlarged.Row(first + y).CopyTo(_planes.AsSpan(((channel * rows) + y) * width));
            }
        }

        ClassRule.Largest(_planes.AsSpan(0, info.Classes.Length * rows * width), info.Classes.Length, chosen);
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
