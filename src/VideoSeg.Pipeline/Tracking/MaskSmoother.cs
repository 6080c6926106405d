using System.Numerics;
using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Flow;

namespace VideoSeg.Pipeline.Tracking;

/// <summary>
/// Steadies probabilities over time: the frames before, moved along with the picture, are mixed in, and where there was a polyp a lower
/// probability keeps it (hysteresis). Looks back only, so it adds no delay. Keeps its memory; not for two threads at a time.
/// </summary>
public sealed class MaskSmoother(SteadyOptions options, float threshold)
{
    /// <summary>How far above the threshold a cell is lifted that only the frame before keeps.</summary>
    private const float Kept = 0.02f;

    /// <summary>Width of the passage, in probability, from a cell that was no polyp to one that was.</summary>
    private const float Passage = 0.1f;

    private float[] _smooth = [];
    private float[] _shown = [];
    private float[] _moved = [];
    private bool _hasPrevious;

    /// <summary>Replaces the probabilities of a picture by steadied ones.</summary>
    /// <param name="masks">Planes that are as wide as high.</param>
    /// <param name="motion">How the picture moved; null where nothing of the frame before holds.</param>
    public void Smooth(Segmentation masks, IPictureMotion? motion)
    {
        Span<float> planes = masks.Probabilities;
        if (_smooth.Length != planes.Length)
        {
            (_smooth, _shown, _moved) = (new float[planes.Length], new float[planes.Length], new float[masks.Width * masks.Height]);
            _hasPrevious = false;
        }

        if (motion is not null && _hasPrevious && masks.Width == masks.Height)
        {
            for (int plane = 0; plane < masks.Classes; plane++)
            {
                int start = plane * _moved.Length;
                Mix(planes.Slice(start, _moved.Length), _smooth.AsSpan(start, _moved.Length), masks.Width, motion);
                Keep(planes.Slice(start, _moved.Length), _shown.AsSpan(start, _moved.Length), masks.Width, motion);
            }
        }
        else
        {
            planes.CopyTo(_smooth);
            planes.CopyTo(_shown);
        }

        _hasPrevious = true;
    }

    /// <summary>Carries the last planes along with the picture, for a frame that the network did not look at.</summary>
    /// <param name="motion">How the picture moved; null where nothing of the frame before holds, and so nothing is left.</param>
    /// <param name="classes">Number of planes.</param>
    /// <param name="size">Cells a side.</param>
    /// <returns>The planes, owned by the caller.</returns>
    public Segmentation Carry(IPictureMotion? motion, int classes, int size)
    {
        var masks = new Segmentation(1, classes, size, size);
        for (int plane = 0; plane < classes; plane++)
        {
            Carry(_smooth.AsSpan(plane * _moved.Length, _moved.Length), size, motion);
            Carry(_shown.AsSpan(plane * _moved.Length, _moved.Length), size, motion);
        }

        _shown.CopyTo(masks.Probabilities);
        return masks;
    }

    private void Carry(Span<float> plane, int size, IPictureMotion? motion)
    {
        if (motion is null)
        {
            plane.Clear();
            return;
        }

        FlowWarp.Sample(plane, size, motion.Backward, motion.Cells, _moved);
        _moved.CopyTo(plane);
    }

    /// <summary>Mixes the frame before into the plane, and remembers the result.</summary>
    private void Mix(Span<float> plane, Span<float> smooth, int size, IPictureMotion motion)
    {
        if (options.Smoothing == 0)
        {
            plane.CopyTo(smooth);
            return;
        }

        FlowWarp.Sample(smooth, size, motion.Backward, motion.Cells, _moved);
        ReadOnlySpan<float> trust = motion.Trust;
        for (int y = 0; y < size; y++)
        {
            int row = y * motion.Cells / size * motion.Cells;
            for (int x = 0; x < size; x++)
            {
                int i = (y * size) + x;
                float share = options.Smoothing * trust[row + (x * motion.Cells / size)];
                plane[i] += share * (_moved[i] - plane[i]);
            }
        }

        plane.CopyTo(smooth);
    }

    /// <summary>Lifts cells that were part of a polyp in the frame before, and remembers the result.</summary>
    private void Keep(Span<float> plane, Span<float> shown, int size, IPictureMotion motion)
    {
        if (!Reaches(shown, threshold - (Passage / 2)))
        {
            plane.CopyTo(shown);
            return;
        }

        FlowWarp.Sample(shown, size, motion.Backward, motion.Cells, _moved);
        for (int i = 0; i < plane.Length; i++)
        {
            if (plane[i] < threshold)
            {
                float was = Math.Clamp(((_moved[i] - threshold) / Passage) + 0.5f, 0, 1);
                plane[i] = Math.Max(plane[i], Math.Min(plane[i] + (options.Hysteresis * was), threshold + Kept));
            }
        }

        plane.CopyTo(shown);
    }

    /// <summary>Whether any cell has a value or more.</summary>
    private static bool Reaches(ReadOnlySpan<float> plane, float value)
    {
        var least = new Vector<float>(value);
        int i = 0;
        for (; i <= plane.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            if (Vector.GreaterThanOrEqualAny(new Vector<float>(plane[i..]), least))
            {
                return true;
            }
        }

        for (; i < plane.Length; i++)
        {
            if (plane[i] >= value)
            {
                return true;
            }
        }

        return false;
    }
}
