using System.Numerics;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Flow;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Live.Delivery.Motion;

/// <summary>
/// Knows how the picture moved in the last frames of a stream, and carries outlines from one of them to another. Frames are followed by one thread; any
/// may carry. Allocates nothing once made; owns a native handle.
/// </summary>
internal sealed class MotionMemory : IDisposable
{
    private const int Cells = 2 * MotionStep.Size;

    /// <summary>Difference of brightness, of 255, at which half of a cell's trust is gone: several times the noise of a sensor.</summary>
    private const float Tolerance = 14;

    /// <summary>
    /// Mean trust below which two frames are taken for different views. In a real recording neighbouring frames have 0.86 and more, rarely 0.55; frames
    /// two seconds apart about 0.5; frames of different recordings 0.5 at most.
    /// </summary>
    private const float CutTrust = 0.5f;

    /// <summary>
    /// Share of a picture's variance that the motion does not explain, above which two frames are taken for different views, whatever their contrast. In
    /// a real recording neighbouring frames have 0.06 at most, rarely 0.4; frames two seconds apart 0.24 and more; frames of different recordings 0.34.
    /// </summary>
    private const float CutRest = 0.25f;

    /// <summary>Variance, in squared steps of brightness, that noise and rounding alone may make.</summary>
    private const float Noise = 20;

    /// <summary>Steps that are copied at most: more would hold the frames up.</summary>
    private const int LongestCopy = 64;

    private readonly Lock _lock = new();
    private readonly MotionStep[] _steps;
    private readonly OpticalFlow _search = new(Cells, Cells);
    private readonly QuickLuma _luma = new(Cells);
    private readonly Vector2[] _flow = new Vector2[Cells * Cells];
    private byte[] _current = new byte[Cells * Cells];
    private byte[] _previous = new byte[Cells * Cells];
    private PixelRectangle _region;
    private bool _hasPrevious;
    private long _newestCut = -1;

    /// <summary>Remembers so many frames.</summary>
    public MotionMemory(int capacity) => _steps = [.. Enumerable.Range(0, capacity).Select(_ => new MotionStep())];

    /// <summary>Looks at the next frame; numbers grow by one, or by more where slates came between. False where it begins another view.</summary>
    public bool Follow(long number, in ImagePlanes picture)
    {
        (_previous, _current) = (_current, _previous);
        _luma.Take(picture, _current);
        PixelRectangle region = PixelRectangle.Of(picture);
        bool isCut = !_hasPrevious || region != _region;
        (_hasPrevious, _region) = (true, region);
        if (!isCut)
        {
            _search.Compute(_previous, _current, _flow);
            isCut = !IsSameView();
        }

        lock (_lock)
        {
            MotionStep step = _steps[number % _steps.Length];
            (step.Number, step.IsCut, step.Region) = (number, isCut, region);
            if (isCut)
            {
                _newestCut = number;
            }
            else
            {
                Shrink(step.Ways, new Vector2((float)region.Width / Cells, (float)region.Height / Cells));
            }
        }

        return !isCut;
    }

    /// <summary>Forgets the frame before: the next one begins another view.</summary>
    public void Reset() => _hasPrevious = false;

    /// <summary>Copies the steps from one frame to a later one, the earliest first; false, and nothing is copied, where that is another view or too far away.</summary>
    /// <param name="from">The earlier frame.</param>
    /// <param name="to">The later frame.</param>
    /// <param name="steps">Filled from its beginning; grows where it must, and never shrinks.</param>
    public bool TryCopySteps(long from, long to, List<MotionStep> steps)
    {
        if (to <= from || to - from > LongestCopy)
        {
            return false;
        }

        while (steps.Count < to - from)
        {
            steps.Add(new MotionStep());
        }

        lock (_lock)
        {
            if (!TryChain(from, to))
            {
                return false;
            }

            for (long number = from + 1; number <= to; number++)
            {
                steps[(int)(number - from - 1)].CopyFrom(_steps[number % _steps.Length]);
            }

            return true;
        }
    }

    /// <summary>Moves outlines from one frame to another, earlier or later one. False, and nothing is moved, where that is another view or too far away.</summary>
    public bool TryCarry(PolypSet polyps, long from, long to)
    {
        lock (_lock)
        {
            if (!TryChain(from, to))
            {
                return false;
            }

            for (long number = from + 1; number <= to; number++)
            {
                MotionStep step = _steps[number % _steps.Length];
                foreach (ref Vector2 point in polyps.Points)
                {
                    point = step.Forward(point);
                }
            }

            for (long number = from; number > to; number--)
            {
                MotionStep step = _steps[number % _steps.Length];
                foreach (ref Vector2 point in polyps.Points)
                {
                    point = step.Backward(point);
                }
            }

            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _search.Dispose();

    /// <summary>Whether all steps between two frames are known, and none is a cut.</summary>
    private bool TryChain(long from, long to)
    {
        long first = Math.Min(from, to), last = Math.Max(from, to);
        if (last - first >= _steps.Length || (first < _newestCut && last >= _newestCut))
        {
            return false;
        }

        for (long number = first + 1; number <= last; number++)
        {
            MotionStep step = _steps[number % _steps.Length];
            if (step.Number != number || step.IsCut)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Compares cells, every other one in every other row, with where they went.</summary>
    private bool IsSameView()
    {
        float trust = 0, rest = 0, sum = 0, squares = 0;
        int compared = 0;
        for (int y = 0; y < Cells; y += 2)
        {
            for (int x = (y >> 1) & 1; x < Cells; x += 2)
            {
                int i = (y * Cells) + x;
                float value = _previous[i];
                (sum, squares) = (sum + value, squares + (value * value));
                int toX = (int)MathF.Round(x + _flow[i].X), toY = (int)MathF.Round(y + _flow[i].Y);
                if ((uint)toX < Cells && (uint)toY < Cells)
                {
                    float difference = value - _current[(toY * Cells) + toX], steps = difference / Tolerance;
                    trust += 1 / (1 + (steps * steps));
                    rest += difference * difference;
                    compared++;
                }
            }
        }

        const int Looked = Cells * Cells / 4;
        float variance = (squares / Looked) - (sum / Looked * (sum / Looked));
        return compared > 0 && trust / Looked >= CutTrust && rest / compared <= CutRest * (variance + Noise);
    }

    /// <summary>The mean of four ways each, in pixels.</summary>
    private void Shrink(Vector2[] ways, Vector2 scale)
    {
        for (int y = 0; y < MotionStep.Size; y++)
        {
            for (int x = 0; x < MotionStep.Size; x++)
            {
                int i = (2 * y * Cells) + (2 * x);
                ways[(y * MotionStep.Size) + x] = (_flow[i] + _flow[i + 1] + _flow[i + Cells] + _flow[i + Cells + 1]) * (scale / 4);
            }
        }
    }
}
