using System.Numerics;
using VideoSeg.Model.Randomness;

namespace VideoSeg.Model.Synthesis;

/// <summary>Colours of a colon as diffuse reflectances, linear RGB.</summary>
internal sealed record MucosaPalette
{
    /// <summary>The wall on average.</summary>
    public required Vector3 Base { get; init; }

    /// <summary>Factor where the wall is redder.</summary>
    public required Vector3 Redder { get; init; }

    /// <summary>Factor where the wall is paler.</summary>
    public required Vector3 Paler { get; init; }

    /// <summary>Absorbance of a fine vessel.</summary>
    public required Vector3 Vessel { get; init; }

    /// <summary>Absorbance of a deep vessel.</summary>
    public required Vector3 DeepVessel { get; init; }

    /// <summary>Yellow residue.</summary>
    public Vector3 Residue { get; init; } = new(0.62f, 0.30f, 0.05f);

    /// <summary>A palette between orange, pink, red and yellowish mucosa.</summary>
    public static MucosaPalette Create(CounterRandom random)
    {
        ReadOnlySpan<Vector3> tones =
        [
            new(0.60f, 0.160f, 0.070f), new(0.62f, 0.175f, 0.100f), new(0.62f, 0.190f, 0.135f), new(0.58f, 0.115f, 0.070f), new(0.58f, 0.195f, 0.075f),
        ];
        int first = random.Integer(tones.Length), second = random.Integer(tones.Length);
        return new MucosaPalette
        {
            Base = Vector3.Lerp(tones[first], tones[second], random.Range(0, 0.6f)),
            Redder = new(0.98f, 0.66f, 0.70f),
            Paler = new(1.04f, 1.28f, 1.25f),
            Vessel = new Vector3(0.22f, 1.0f, 0.75f) * random.Range(0.4f, 1.1f),
            DeepVessel = new Vector3(0.42f, 0.55f, 0.22f) * random.Range(0.3f, 0.9f),
        };
    }
}
