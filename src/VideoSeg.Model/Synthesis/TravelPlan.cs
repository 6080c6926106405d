using VideoSeg.Model.Randomness;

namespace VideoSeg.Model.Synthesis;

/// <summary>
/// How the endoscope travels: stretches of steady progress, and stops, where it slows down before a polyp, drifts back and forth,
/// and goes on. Position along the centre line is a monotone-slope cubic through the plan's points, so that speed never jumps.
/// </summary>
internal sealed class TravelPlan
{
    private readonly List<double> _times = [];
    private readonly List<float> _positions = [];
    private readonly List<float> _speeds = [];
    private readonly List<TravelStop> _stops = [];

    /// <summary>Plans at least <paramref name="duration"/> seconds from position <paramref name="start"/>; with at most <paramref name="maxStops"/> stops.</summary>
    public TravelPlan(double duration, float start, int maxStops, CounterRandom random)
    {
        float speed = random.Range(12, 18);
        Add(-2, start - (2 * speed), speed);
        double time = random.Range(0.5f, 1.2f);
        int longLeg = random.Integer(3);
        while (time < duration + 3)
        {
            // Once in a while nothing is found for longer.
            double travel = _stops.Count % 3 == longLeg ? random.Range(1.9f, 2.6f) : random.Range(0.5f, 1.1f);
            time += travel;
            float cruise = random.Range(15, 24);
            Advance(time, cruise, cruise * 0.7f);
            if (_stops.Count < maxStops)
            {
                double dwell = random.Range(0.9f, 1.5f);
                float ahead = random.Range(15, 21);
                Advance(time + 0.7, 9, random.Range(1, 4));
                double middle = time + 0.7 + (dwell / 2);
                Advance(middle, random.Range(0, 4), random.Range(-5, 1));
                _stops.Add(new TravelStop(time + 0.45, time + 0.7 + dwell, _positions[^1] + ahead));
                Advance(time + 0.7 + dwell, random.Range(-1, 3), 6);
                time += dwell + 1.3;
                Advance(time, 16, 20);
            }
        }
    }

    /// <summary>The stops, by rising time.</summary>
    public IReadOnlyList<TravelStop> Stops => _stops;

    /// <summary>The furthest position of the plan.</summary>
    public float End => _positions[^1];

    /// <summary>Position along the centre line in millimetres.</summary>
    public float Position(double time)
    {
        int next = 1;
        while (next < _times.Count - 1 && _times[next] < time)
        {
            next++;
        }

        double span = _times[next] - _times[next - 1];
        float t = (float)Math.Clamp((time - _times[next - 1]) / span, 0, 1), s = 1 - t;
        float a = _positions[next - 1], b = _positions[next];
        float c = a + ((float)span * _speeds[next - 1] / 3), d = b - ((float)span * _speeds[next] / 3);
        return (s * s * s * a) + (3 * s * s * t * c) + (3 * s * t * t * d) + (t * t * t * b);
    }

    private void Advance(double time, float meanSpeed, float endSpeed) =>
        Add(time, _positions[^1] + (meanSpeed * (float)(time - _times[^1])), endSpeed);

    private void Add(double time, float position, float speed)
    {
        _times.Add(time);
        _positions.Add(position);
        _speeds.Add(speed);
    }
}
