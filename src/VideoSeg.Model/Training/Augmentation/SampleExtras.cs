using VideoSeg.Model.Randomness;

namespace VideoSeg.Model.Training.Augmentation;

/// <summary>What is put into one sample of one epoch: a polyp of another sample, highlights, a black border, a hole.</summary>
internal sealed class SampleExtras
{
    /// <summary>Numbers of a highlight: centre x and y, radii, cosine and sine of its turn, opacity.</summary>
    public const int NumbersOfSpot = 7;

    private const int MostSpots = 10;
    private const float Everywhere = 10;

    /// <summary>The sample whose polyps are put in; -1 for none.</summary>
    public int Donor { get; private init; } = -1;

    /// <summary>Output to input coordinates of the donor, both in [-1, 1]: two rows of three.</summary>
    public float[] DonorAffine { get; private init; } = [1, 0, 0, 0, 1, 0];

    /// <summary><see cref="NumbersOfSpot"/> for each highlight, in [-1, 1] across the picture.</summary>
    public float[] Spots { get; private init; } = [];

    /// <summary>What is seen: centre x and y, half width, half height, radius, reach of |x| + |y|, brightness outside; from -1 to 1 across the picture.</summary>
    public float[] Border { get; private init; } = [0, 0, Everywhere, Everywhere, Everywhere, Everywhere, 0];

    /// <summary>A hole: left, top, right, bottom; from -1 to 1 across the picture.</summary>
    public float[] Hole { get; private init; } = [Everywhere, Everywhere, Everywhere, Everywhere];

    /// <summary>Whether any recipe's option asks for them.</summary>
    public static bool Wanted(AugmentationOptions options) =>
        options.CopyPasteProbability > 0 || options.HighlightProbability > 0 || options.BorderProbability > 0 || options.CutoutProbability > 0;

    /// <summary>Draws them; the same number of draws for each kind whatever the others.</summary>
    /// <param name="options">Probabilities and sizes.</param>
    /// <param name="samples">How many samples there are to take a donor from.</param>
    /// <param name="key">Gives a stream for each kind.</param>
    public static SampleExtras Draw(AugmentationOptions options, int samples, Func<int, KeyedRandom> key)
    {
        KeyedRandom donor = key(0x50), spots = key(0x51), border = key(0x52), hole = key(0x53);
        bool paste = donor.Chance(options.CopyPasteProbability);
        return new SampleExtras
        {
            Donor = paste ? donor.NextInt(samples) : -1,
            DonorAffine = DrawAffine(ref donor),
            Spots = spots.Chance(options.HighlightProbability) ? DrawSpots(ref spots) : [],
            Border = border.Chance(options.BorderProbability) ? DrawBorder(ref border) : [0, 0, Everywhere, Everywhere, Everywhere, Everywhere, 0],
            Hole = hole.Chance(options.CutoutProbability) ? DrawHole(ref hole, options.CutoutSize) : [Everywhere, Everywhere, Everywhere, Everywhere],
        };
    }

    private static float[] DrawAffine(ref KeyedRandom random)
    {
        double angle = random.Within(Math.PI), scale = random.Factor(0.4), flip = random.Chance(0.5) ? -1 : 1;
        double cos = Math.Cos(angle) * scale, sin = Math.Sin(angle) * scale;
        return [(float)(cos * flip), (float)-sin, (float)random.Within(0.4), (float)(sin * flip), (float)cos, (float)random.Within(0.4)];
    }

    private static float[] DrawSpots(ref KeyedRandom random)
    {
        float[] spots = new float[(1 + random.NextInt(MostSpots)) * NumbersOfSpot];
        for (int i = 0; i < spots.Length; i += NumbersOfSpot)
        {
            double angle = random.Within(Math.PI), radius = 0.012 * Math.Pow(7, random.NextDouble()), aspect = Math.Sqrt(1 + (2 * random.NextDouble()));
            (spots[i], spots[i + 1]) = ((float)random.Within(1), (float)random.Within(1));
            (spots[i + 2], spots[i + 3]) = ((float)(radius * aspect), (float)(radius / aspect));
            (spots[i + 4], spots[i + 5], spots[i + 6]) = ((float)Math.Cos(angle), (float)Math.Sin(angle), (float)(0.7 + (0.3 * random.NextDouble())));
        }

        return spots;
    }

    /// <summary>One of the shapes that endoscope pictures are seen in: bars left and right, bars above and below, a circle, an octagon.</summary>
    private static float[] DrawBorder(ref KeyedRandom random)
    {
        int shape = random.NextInt(4);
        double narrow = 0.72 + (0.25 * random.NextDouble()), round = 0.95 + (0.35 * random.NextDouble()), corners = 1.25 + (0.4 * random.NextDouble());
        return
        [
            (float)random.Within(0.06), (float)random.Within(0.06),
            shape == 0 ? (float)narrow : Everywhere, shape == 1 ? (float)narrow : Everywhere,
            shape == 2 ? (float)round : Everywhere, shape == 3 ? (float)corners : Everywhere,
            (float)(0.06 * random.NextDouble()),
        ];
    }

    private static float[] DrawHole(ref KeyedRandom random, double largest)
    {
        double width = largest * (0.3 + (0.7 * random.NextDouble())), height = largest * (0.3 + (0.7 * random.NextDouble()));
        double x = random.Within(1), y = random.Within(1);
        return [(float)(x - width), (float)(y - height), (float)(x + width), (float)(y + height)];
    }
}
