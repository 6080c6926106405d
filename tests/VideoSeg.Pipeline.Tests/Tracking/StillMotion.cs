using System.Numerics;
using VideoSeg.Pipeline.Tracking;

namespace VideoSeg.Pipeline.Tests.Tracking;

/// <summary>A picture that moves by the same way everywhere, in cells of a grid of 8 x 8; not at all unless said otherwise.</summary>
internal sealed class StillMotion(float x = 0, float y = 0) : IPictureMotion
{
    private readonly Vector2[] _backward = [.. Enumerable.Repeat(new Vector2(-x, -y), 64)];
    private readonly float[] _trust = [.. Enumerable.Repeat(1f, 64)];

    public int Cells => 8;

    public ReadOnlySpan<Vector2> Backward => _backward;

    public ReadOnlySpan<float> Trust => _trust;
}
