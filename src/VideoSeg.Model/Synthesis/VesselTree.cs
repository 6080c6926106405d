using VideoSeg.Model.Randomness;

namespace VideoSeg.Model.Synthesis;

/// <summary>Grows branching vessels over a tile: wandering lines that fork and thin out, as the submucosal network does.</summary>
internal sealed class VesselTree
{
    private const float ThinnestTexels = 0.45f;
    private readonly float[] _plane;
    private readonly int _size;
    private readonly float _softness;
    private CounterRandom _random;
    private int _budget;

    private VesselTree(float[] plane, int size, float softness, CounterRandom random)
    {
        _plane = plane;
        _size = size;
        _softness = softness;
        _random = random;
    }

    /// <summary>
    /// Paints <paramref name="trunks"/> trees of the given trunk width (in texels) into a plane of size x size values, which keeps the
    /// larger of old and new (0 none, 1 full).
    /// </summary>
    public static void Paint(float[] plane, int size, int trunks, float widthTexels, float softness, CounterRandom random)
    {
        var tree = new VesselTree(plane, size, softness, random);
        for (int i = 0; i < trunks; i++)
        {
            tree._budget = 24 * size / 10;
            float x = tree._random.Range(0, size), y = tree._random.Range(0, size), direction = tree._random.Range(0, MathF.Tau);
            float width = widthTexels * tree._random.Range(0.5f, 1f);
            tree.Grow(x, y, direction, width);
            tree.Grow(x, y, direction + MathF.PI, width);
        }
    }

    private void Grow(float x, float y, float direction, float width)
    {
        float turn = 0, untilFork = _random.Range(14, 50);
        for (float length = 0; width > ThinnestTexels && _budget > 0; length++, _budget--)
        {
            turn = (turn * 0.93f) + (_random.Range(-1, 1) * 0.016f);
            direction += turn;
            x += MathF.Cos(direction);
            y += MathF.Sin(direction);
            width *= 0.9975f;
            Stamp(x, y, width);
            if (--untilFork < 0)
            {
                untilFork = _random.Range(12, 60) * MathF.Min(1, width);
                float angle = _random.Range(0.35f, 1.05f) * (_random.Chance(0.5f) ? 1 : -1);
                float share = _random.Range(0.5f, 0.85f);
                Grow(x, y, direction + angle, width * share);
                direction -= angle * 0.35f * share;
                width *= 0.95f;
            }
        }
    }

    private void Stamp(float centreX, float centreY, float width)
    {
        float reach = (width * 0.5f) + _softness;
        // A vessel thinner than a texel shows as a fainter line.
        float strength = MathF.Min(1, 0.35f + (0.3f * width));
        int radius = (int)reach + 1, x0 = (int)MathF.Floor(centreX), y0 = (int)MathF.Floor(centreY);
        for (int y = y0 - radius; y <= y0 + radius; y++)
        {
            for (int x = x0 - radius; x <= x0 + radius; x++)
            {
                float dx = x - centreX, dy = y - centreY;
                float across = 1 - ((MathF.Sqrt((dx * dx) + (dy * dy)) - (width * 0.5f) + (_softness * 0.5f)) / _softness);
                if (across > 0)
                {
                    float t = MathF.Min(across, 1);
                    ref float texel = ref _plane[((y & (_size - 1)) * _size) + (x & (_size - 1))];
                    texel = MathF.Max(texel, strength * t * t * (3 - (2 * t)));
                }
            }
        }
    }
}
