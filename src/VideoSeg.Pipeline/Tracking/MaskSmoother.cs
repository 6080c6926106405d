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
    public void Smooth(Segmentation masks, PictureMotion? motion)
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
    public Segmentation Carry(PictureMotion? motion, int classes, int size)
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

    private void Carry(Span<float> plane, int size, PictureMotion? motion)
    {
        if (motion is null)
        {
            plane.Clear();
            return;
        }

        FlowWarp.Sample(plane, size, motion.Backward, PictureMotion.Size, _moved);
        _moved.CopyTo(plane);
    }

    /// <summary>Mixes the frame before into the plane, and remembers the result.</summary>
    private void Mix(Span<float> plane, Span<float> smooth, int size, PictureMotion motion)
    {
        FlowWarp.Sample(smooth, size, motion.Backward, PictureMotion.Size, _moved);
        ReadOnlySpan<float> trust = motion.Trust;
        for (int y = 0; y < size; y++)
        {
            int row = y * PictureMotion.Size / size * PictureMotion.Size;
            for (int x = 0; x < size; x++)
            {
                int i = (y * size) + x;
                float share = options.Smoothing * trust[row + (x * PictureMotion.Size / size)];
                plane[i] += share * (_moved[i] - plane[i]);
            }
        }

        plane.CopyTo(smooth);
    }

    /// <summary>Lifts cells that were part of a polyp in the frame before, and remembers the result.</summary>
    private void Keep(Span<float> plane, Span<float> shown, int size, PictureMotion motion)
    {
        FlowWarp.Sample(shown, size, motion.Backward, PictureMotion.Size, _moved);
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
}
