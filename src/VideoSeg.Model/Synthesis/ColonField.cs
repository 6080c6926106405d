using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Lanes = System.Runtime.Intrinsics.Vector256<float>;

namespace VideoSeg.Model.Synthesis;

/// <summary>
/// The wall and the polyps merged into one distance field. In a field of at most <see cref="MaxActive"/> polyps each has a bit, and takes
/// part only where that bit is set in an active set; longer ones are cut down by <see cref="Around"/>.
/// </summary>
internal sealed class ColonField(WallField wall, Polyp[] polyps)
{
    /// <summary>The largest number of polyps with a bit each.</summary>
    public const int MaxActive = 64;

    private const float Sight = 200;

    /// <summary>The wall.</summary>
    public WallField Wall { get; } = wall;

    /// <summary>The polyps.</summary>
    public Polyp[] Polyps { get; } = polyps;

    /// <summary>The set of all polyps.</summary>
    public ulong All { get; } = polyps.Length == 0 ? 0 : ulong.MaxValue >> (MaxActive - polyps.Length);

    /// <summary>The part of the field that can be seen from <paramref name="position"/>.</summary>
    public ColonField Around(Vector3 position) =>
        new(Wall, [.. Polyps.Where(polyp => (polyp.HeadCentre - position).Length() < Sight).Take(MaxActive)]);

    /// <summary>The distance from each point to the nearest surface.</summary>
    public Lanes Distance(Vector3Lanes point, ulong active)
    {
        Lanes distance = Wall.Distance(point);
        for (; active != 0; active &= active - 1)
        {
            Polyp polyp = Polyps[BitOperations.TrailingZeroCount(active)];
            distance = LaneMath.SmoothMin(distance, PolypField.Distance(polyp, point), polyp.Blend);
        }

        return distance;
    }

    /// <summary>
    /// The unit normal of the field at each point, by forward differences over <paramref name="step"/> millimetres from the field's
    /// value <paramref name="distance"/> there.
    /// </summary>
    public Vector3Lanes Normal(Vector3Lanes point, Lanes distance, Lanes step, ulong active) => new Vector3Lanes(
        Distance(new(point.X + step, point.Y, point.Z), active) - distance,
        Distance(new(point.X, point.Y + step, point.Z), active) - distance,
        Distance(new(point.X, point.Y, point.Z + step), active) - distance).Normalized();

    /// <summary>The polyps that rays pass within <paramref name="margin"/> millimetres of: a set that holds for all eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Crossed(Vector3Lanes origin, Vector3Lanes direction, float margin)
    {
        ulong crossed = 0;
        for (ulong rest = All; rest != 0; rest &= rest - 1)
        {
            int index = BitOperations.TrailingZeroCount(rest);
            Vector3Lanes to = Vector3Lanes.Create(Polyps[index].BoundsCentre) - origin;
            Lanes along = Vector256.MaxNative(Vector3Lanes.Dot(to, direction), Lanes.Zero);
            Vector3Lanes miss = to - (direction * along);
            float radius = Polyps[index].BoundsRadius + margin;
            if (Vector256.LessThanAny(Vector3Lanes.Dot(miss, miss), Vector256.Create(radius * radius)))
            {
                crossed |= 1UL << index;
            }
        }

        return crossed;
    }
}
