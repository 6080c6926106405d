using System.Numerics;
using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Flow;

namespace VideoSeg.Pipeline.Tracking;

/// <summary>
/// Steadies probabilities over time: the frames before, moved along with the picture, are mixed in, and where there was a polyp a lower
/// probability keeps it (hysteresis). Looks back only, so it adds no delay. Of several classes
/// it is their sum that is kept (<see cref="ForegroundPlane"/>). Keeps its memory; not for two threads at a time.
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
    private float[] _foreground = [];
    private bool _hasPrevious;

    /// <summary>Replaces the probabilities of a picture by steadied ones.</summary>
    /// <param name="masks">The planes.</param>
    /// <param name="motion">How the picture moved; null where nothing of the frame before holds.</param>
    public void Smooth(Segmentation masks, IPictureMotion? motion)
    {
        Span<float> planes = masks.Probabilities;
        if (_smooth.Length != planes.Length)
        {
            (_smooth, _shown, _moved) = (new float[planes.Length], new float[planes.Length], new float[masks.Width * masks.Height]);
            _foreground = masks.Classes > 1 ? new float[_moved.Length] : [];
            _hasPrevious = false;
        }

        if (motion is not null && _hasPrevious)
        {
            for (int plane = 0; plane < masks.Classes; plane++)
            {
                int start = plane * _moved.Length;
                Mix(planes.Slice(start, _moved.Length), _smooth.AsSpan(start, _moved.Length), masks.Width, masks.Height, motion);
            }

            Keep(masks, motion);
            planes.CopyTo(_shown);
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
    /// <param name="width">Cells a row.</param>
    /// <param name="height">Rows.</param>
    /// <returns>The planes, owned by the caller.</returns>
    public Segmentation Carry(IPictureMotion? motion, int classes, int width, int height)
    {
        var masks = new Segmentation(1, classes, width, height);
        for (int plane = 0; plane < classes; plane++)
        {
            Carry(_smooth.AsSpan(plane * _moved.Length, _moved.Length), width, height, motion);
            Carry(_shown.AsSpan(plane * _moved.Length, _moved.Length), width, height, motion);
        }

        _shown.CopyTo(masks.Probabilities);
        return masks;
    }

    private void Carry(Span<float> plane, int width, int height, IPictureMotion? motion)
    {
        if (motion is null)
        {
            plane.Clear();
            return;
        }

        FlowWarp.Sample(plane, width, height, motion.Backward, motion.Cells, _moved);
        _moved.CopyTo(plane);
    }

    /// <summary>Mixes the frame before into the plane, and remembers the result.</summary>
    private void Mix(Span<float> plane, Span<float> smooth, int width, int height, IPictureMotion motion)
    {
        if (options.Smoothing == 0)
        {
            plane.CopyTo(smooth);
            return;
        }

        FlowWarp.Sample(smooth, width, height, motion.Backward, motion.Cells, _moved);
        ReadOnlySpan<float> trust = motion.Trust;
        for (int y = 0; y < height; y++)
        {
            int row = y * motion.Cells / height * motion.Cells;
            for (int x = 0; x < width; x++)
            {
                int i = (y * width) + x;
                float share = options.Smoothing * trust[row + (x * motion.Cells / width)];
                plane[i] += share * (_moved[i] - plane[i]);
            }
        }

        plane.CopyTo(smooth);
    }

    /// <summary>Lifts cells that were part of a polyp in the frame before, whatever its class.</summary>
    private void Keep(Segmentation masks, IPictureMotion motion)
    {
        ReadOnlySpan<float> shown = _shown;
        if (masks.Classes > 1)
        {
            ForegroundPlane.Sum(_shown, masks.Classes, _foreground);
            shown = _foreground;
        }

        if (!Reaches(shown, threshold - (Passage / 2)))
        {
            return;
        }

        FlowWarp.Sample(shown, masks.Width, masks.Height, motion.Backward, motion.Cells, _moved);
        Span<float> foreground = ForegroundPlane.Of(masks, 0, ref _foreground);
        for (int i = 0; i < foreground.Length; i++)
        {
            float probability = foreground[i];
            if (probability < threshold)
            {
                float was = Math.Clamp(((_moved[i] - threshold) / Passage) + 0.5f, 0, 1);
                float lifted = Math.Max(probability, Math.Min(probability + (options.Hysteresis * was), threshold + Kept));
                if (masks.Classes == 1)
                {
                    foreground[i] = lifted;
                }
                else if (lifted > probability)
                {
                    Lift(masks, i, probability, lifted);
                }
            }
        }
    }

    /// <summary>Brings the classes' probabilities of a cell to another sum; their shares in it stay.</summary>
    private static void Lift(Segmentation masks, int cell, float from, float to)
    {
        Span<float> planes = masks.Probabilities;
        int length = masks.Width * masks.Height;
        for (int channel = 0; channel < masks.Classes; channel++)
        {
            ref float probability = ref planes[(channel * length) + cell];
            probability = from > 0 ? probability * (to / from) : to / masks.Classes;
        }
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
