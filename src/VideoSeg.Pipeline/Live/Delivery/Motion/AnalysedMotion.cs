using System.Numerics;
using VideoSeg.Pipeline.Tracking;

namespace VideoSeg.Pipeline.Live.Delivery.Motion;

/// <summary>
/// How the picture moved from one analysed frame to a later one, put together from the steps between them that <see cref="MotionMemory"/> knows:
/// nothing has to be searched for again. Keeps its memory; not for two threads at a time.
/// </summary>
internal sealed class AnalysedMotion(MotionMemory memory) : IPictureMotion
{
    private readonly Vector2[] _backward = new Vector2[MotionStep.Size * MotionStep.Size];
    private readonly float[] _trust = [.. Enumerable.Repeat(1f, MotionStep.Size * MotionStep.Size)];
    private readonly List<MotionStep> _steps = [];

    /// <inheritdoc/>
    public int Cells => MotionStep.Size;

    /// <inheritdoc/>
    public ReadOnlySpan<Vector2> Backward => _backward;

    /// <inheritdoc/>
    public ReadOnlySpan<float> Trust => _trust;

    /// <summary>Puts it together; false where the frames show different views, or lie too far apart.</summary>
    public bool TryFollow(long from, long to)
    {
        if (!memory.TryCopySteps(from, to, _steps))
        {
            return false;
        }

        for (int i = 0; i < _backward.Length; i++)
        {
            MotionStep last = _steps[(int)(to - from) - 1];
            var cell = new Vector2((float)last.Region.Width / Cells, (float)last.Region.Height / Cells);
            Vector2 place = new Vector2(last.Region.Left, last.Region.Top) + (new Vector2((i % Cells) + 0.5f, (i / Cells) + 0.5f) * cell), start = place;
            for (int step = (int)(to - from) - 1; step >= 0; step--)
            {
                place = _steps[step].Backward(place);
            }

            _backward[i] = (place - start) / cell;
        }

        return true;
    }
}
