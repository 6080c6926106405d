using System.Numerics;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Flow;

namespace VideoSeg.Pipeline.Tracking;

/// <summary>
/// How the picture moved from one frame to the next, and how far that can be trusted. Not for two threads at a time; owns a native handle.
/// </summary>
public sealed class PictureMotion : IPictureMotion, IDisposable
{
    /// <summary>Cells a side of the grid that motion is found on.</summary>
    public const int Size = 176;

    /// <summary>Difference of brightness, of 255, at which half of a cell's trust is gone: several times the noise of a sensor.</summary>
    private const float Tolerance = 14;

    /// <summary>
    /// Mean trust below which two frames are taken for different views. In real recordings neighbouring frames have 0.85 and more, rarely 0.55;
    /// frames a second apart about 0.4.
    /// </summary>
    private const float CutTrust = 0.48f;

    private readonly OpticalFlow _search = new(Size, Size);
    private readonly LumaPicture _luma = new(Size);
    private readonly Vector2[] _flow = new Vector2[Size * Size];
    private readonly float[] _trust = new float[Size * Size];
    private byte[] _current = new byte[Size * Size];
    private byte[] _previous = new byte[Size * Size];
    private bool _hasPrevious;

    /// <inheritdoc/>
    public int Cells => Size;

    /// <inheritdoc/>
    public ReadOnlySpan<Vector2> Backward => _flow;

    /// <inheritdoc/>
    public ReadOnlySpan<float> Trust => _trust;

    /// <summary>Looks at the next frame. False for the first one and after a cut: nothing of the frame before holds.</summary>
    public bool Follow(in ImagePlanes picture)
    {
        (_previous, _current) = (_current, _previous);
        _luma.Take(picture, _current);
        bool had = _hasPrevious;
        _hasPrevious = true;
        if (!had)
        {
            return false;
        }

        _search.Compute(_current, _previous, _flow);
        return Judge() >= CutTrust;
    }

    /// <summary>Forgets the frame before.</summary>
    public void Reset() => _hasPrevious = false;

    /// <inheritdoc/>
    public void Dispose() => _search.Dispose();

    /// <summary>Compares each cell with where it came from; returns the mean trust.</summary>
    private float Judge()
    {
        float sum = 0;
        for (int y = 0; y < Size; y++)
        {
            for (int x = 0; x < Size; x++)
            {
                int i = (y * Size) + x;
                int fromX = (int)MathF.Round(x + _flow[i].X), fromY = (int)MathF.Round(y + _flow[i].Y);
                if (fromX < 0 || fromY < 0 || fromX >= Size || fromY >= Size)
                {
                    _trust[i] = 0;
                    continue;
                }

                float difference = Math.Abs(_current[i] - _previous[(fromY * Size) + fromX]) / Tolerance;
                _trust[i] = 1 / (1 + (difference * difference));
                sum += _trust[i];
            }
        }

        return sum / (Size * Size);
    }
}
