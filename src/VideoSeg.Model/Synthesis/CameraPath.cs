using System.Numerics;
using System.Runtime.Intrinsics;
using VideoSeg.Model.Randomness;

namespace VideoSeg.Model.Synthesis;

/// <summary>
/// The endoscope's tip over time: follows a <see cref="TravelPlan"/> through the openings of the folds, keeps off the walls, looks ahead
/// or at the polyp being visited, and trembles as a hand does.
/// </summary>
internal sealed class CameraPath
{
    private const float Clearance = 7;
    private readonly WallField _wall;
    private readonly TravelPlan _plan;
    private readonly Tremor _wander;
    private readonly Tremor _hand;
    private readonly float _roll;
    private readonly List<(TravelStop Stop, ColonField Field, Vector3 Target, Vector3 Lean)> _looks = [];

    public CameraPath(WallField wall, TravelPlan plan, CounterRandom random)
    {
        _wall = wall;
        _plan = plan;
        _wander = new Tremor([0.13f, 0.31f], [0.16f, 0.08f], new CounterRandom(random.Next(), 1));
        _hand = new Tremor([1.1f, 2.7f, 6.3f, 9.1f], [0.010f, 0.005f, 0.0022f, 0.0012f], new CounterRandom(random.Next(), 2));
        _roll = random.Range(0, MathF.Tau);
    }

    /// <summary>Makes the look rest on <paramref name="polyp"/> during a stop, up to <paramref name="asideMillimetres"/> beside it.</summary>
    public void LookAt(TravelStop stop, Polyp polyp, float asideMillimetres, ref CounterRandom random)
    {
        var aside = new Vector3(random.Range(-1, 1), random.Range(-1, 1), random.Range(-1, 1));
        Vector3 lean = polyp.Anchor - _wall.Line.Point(polyp.Anchor.Z);
        _looks.Add((stop, new ColonField(_wall, [polyp]), polyp.HeadCentre + (aside * asideMillimetres), lean * 0.45f));
    }

    /// <summary>Where the camera is at <paramref name="seconds"/>.</summary>
    public CameraPose Pose(double seconds)
    {
        float z = _plan.Position(seconds);
        Vector3 position = Position(seconds);
        Vector3 look = Vector3.Normalize(_wall.Line.Point(z + 38) - position);
        foreach ((TravelStop stop, _, Vector3 target, _) in _looks)
        {
            float weight = Smooth((seconds - stop.Start + 1) / 1.1) * Smooth((stop.End + 0.8 - seconds) / 0.9);
            if (weight > 0)
            {
                look = Vector3.Normalize(Vector3.Lerp(look, Vector3.Normalize(target - position), weight));
            }
        }

        Vector3 shake = _wander.At(seconds) + _hand.At(seconds);
        CameraPose still = CameraPose.Looking(position, look, _roll + (2.2f * shake.Z));
        return CameraPose.Looking(position, still.Forward + (still.Right * shake.X) + (still.Down * shake.Y), _roll + (2.2f * shake.Z));
    }

    /// <summary>Whether the centre of <paramref name="polyp"/> can be seen at a time: no wall is in the way.</summary>
    public bool Sees(double seconds, Polyp polyp)
    {
        Vector3 position = Position(seconds), to = polyp.HeadCentre - position;
        float distance = to.Length();
        float way = RayMarcher.Trace(
            new ColonField(_wall, []), Vector3Lanes.Create(position), Vector3Lanes.Create(to / distance), Vector256.Create(0.5f), 0, out _)[0];
        return way > distance - (1.2f * polyp.Radii.X);
    }

    private Vector3 Position(double seconds)
    {
        float z = _plan.Position(seconds);
        float weights = 1e-3f;
        Vector2 opening = default;
        foreach (Fold fold in _wall.Folds)
        {
            float away = (fold.Z - z - 4) / 13, weight = MathF.Exp(-away * away);
            opening += new Vector2(fold.OpeningX, fold.OpeningY) * weight;
            weights += weight;
        }

        opening *= 0.7f / weights;
        Vector3 position = _wall.Line.Point(z) + new Vector3(opening, 0) + (_hand.At(seconds + 50) * 25) + (_wander.At(seconds + 70) * 9);
        position = KeepOff(_wall.Distance, position);
        foreach ((TravelStop stop, ColonField field, _, Vector3 lean) in _looks)
        {
            if (MathF.Abs(stop.Z - z) < 60)
            {
                position += lean * (Smooth((seconds - stop.Start + 1.2) / 1.4) * Smooth((stop.End + 1.2 - seconds) / 1.4));
                position = KeepOff(point => field.Distance(point, 1), position);
            }
        }

        return position;
    }

    // Moves away from what is nearer than the clearance; the push grows smoothly from nothing.
    private static Vector3 KeepOff(Func<Vector3Lanes, Vector256<float>> field, Vector3 position)
    {
        const float Step = 1f;
        for (int i = 0; i < 3; i++)
        {
            float Distance(Vector3 offset) => field(Vector3Lanes.Create(position + offset))[0];
            float distance = Distance(default);
            if (distance >= Clearance)
            {
                break;
            }

            var gradient = new Vector3(
                Distance(Vector3.UnitX * Step) - Distance(Vector3.UnitX * -Step),
                Distance(Vector3.UnitY * Step) - Distance(Vector3.UnitY * -Step),
                Distance(Vector3.UnitZ * Step) - Distance(Vector3.UnitZ * -Step));
            position += gradient * ((Clearance - distance) * 0.4f / MathF.Max(gradient.Length(), 0.2f));
        }

        return position;
    }

    private static float Smooth(double value)
    {
        float t = (float)Math.Clamp(value, 0, 1);
        return t * t * (3 - (2 * t));
    }
}
