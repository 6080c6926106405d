using System.Numerics;
using VideoSeg.Model.Randomness;

namespace VideoSeg.Model.Synthesis;

/// <summary>A colon from a seed: its wall, its polyps, how its surfaces look and how the endoscope travels through it. Immutable, for any thread.</summary>
public sealed class ColonScene
{
    private const float StartPosition = 60;
    private const float RoomAhead = RayMarcher.FarDistance + 20;

    // Of so many places for a polyp the one that stays hidden longest is taken.
    private const int PlacesTried = 16;

    /// <summary>Builds the scene; equal seeds and options give equal scenes.</summary>
    /// <exception cref="VideoSegException">An option is out of its range (<see cref="FaultKind.Usage"/>).</exception>
    public ColonScene(ulong seed, ColonOptions options)
        : this(seed, options, new SurfaceLibrary(seed), asideMillimetres: 4)
    {
    }

    /// <summary>Builds a scene on textures that exist; the look rests up to <paramref name="asideMillimetres"/> beside the polyps.</summary>
    internal ColonScene(ulong seed, ColonOptions options, SurfaceLibrary library, float asideMillimetres)
    {
        OptionsCheck.Validate(options);
        Seed = seed;
        Options = options;
        Library = library;
        Palette = MucosaPalette.Create(new CounterRandom(seed, 2));
        var random = new CounterRandom(seed, 1);
        ResidueAmount = random.Range(0, 1);
        TextureOffset = new Vector2(random.NextSingle(), random.NextSingle());
        var plan = new TravelPlan(options.Duration, StartPosition, options.MaxPolyps, new CounterRandom(seed, 4));
        var wall = new WallField(options, plan.End + RoomAhead, new CounterRandom(seed, 3));
        Camera = new CameraPath(wall, plan, new CounterRandom(seed, 5));
        var polyps = new List<Polyp>();
        int firstKind = random.Integer(3);
        foreach (TravelStop stop in plan.Stops)
        {
            Polyp polyp = Hidden(wall, KindOf(firstKind + polyps.Count, ref random), stop, ref random);
            polyps.Add(polyp);
            Camera.LookAt(stop, polyp, asideMillimetres, ref random);
        }

        Field = new ColonField(wall, [.. polyps]);
        Visits = [.. plan.Stops.Zip(polyps, (stop, polyp) => new PolypVisit(stop.Start, stop.End, polyp.Kind, 2 * polyp.Radii.X))];
    }

    private ColonScene(ColonScene scene)
    {
        Seed = scene.Seed;
        Options = scene.Options;
        Library = scene.Library;
        Palette = scene.Palette;
        ResidueAmount = scene.ResidueAmount;
        TextureOffset = scene.TextureOffset;
        Camera = scene.Camera;
        Field = new ColonField(scene.Field.Wall, []);
        Visits = [];
    }

    /// <summary>The seed.</summary>
    public ulong Seed { get; }

    /// <summary>The options.</summary>
    public ColonOptions Options { get; }

    /// <summary>The polyps in the order they are met. Parts of one may be seen before and after its visit.</summary>
    public IReadOnlyList<PolypVisit> Visits { get; }

    /// <summary>Wall and polyps.</summary>
    internal ColonField Field { get; }

    /// <summary>The endoscope's way.</summary>
    internal CameraPath Camera { get; }

    /// <summary>Colours.</summary>
    internal MucosaPalette Palette { get; }

    /// <summary>Textures.</summary>
    internal SurfaceLibrary Library { get; }

    /// <summary>Where in the mucosa's tile the wall begins.</summary>
    internal Vector2 TextureOffset { get; }

    /// <summary>How much residue there is, 0 to 1.</summary>
    internal float ResidueAmount { get; }

    /// <summary>The same scene, seen from the same places, with all polyps gone.</summary>
    internal ColonScene WithoutPolyps() => new(this);

    // Sessile and pedunculated polyps take turns; a third one is now and then flat.
    private static PolypKind KindOf(int index, ref CounterRandom random) => (index % 3) switch
    {
        0 => PolypKind.Sessile,
        1 => PolypKind.Pedunculated,
        _ => random.Chance(0.4f) ? PolypKind.Elevated : PolypKind.Sessile,
    };

    // Polyps should come into view, not wait in the distance.
    private Polyp Hidden(WallField wall, PolypKind kind, TravelStop stop, ref CounterRandom random)
    {
        Polyp? best = null;
        int fewest = int.MaxValue;
        float radius = random.Range((float)Options.SmallestPolyp, (float)Options.LargestPolyp);
        for (int i = 0; i < PlacesTried; i++)
        {
            Polyp polyp = PolypGrower.Grow(wall, Palette, kind, radius, stop.Z, random.Range(0, MathF.Tau), ref random);
            int faults = 0;
            for (double share = 0; share <= 1; share += 0.25)
            {
                faults += Camera.Sees(stop.Start + (share * (stop.End - stop.Start)), polyp) ? 0 : 25;
            }

            for (double before = 0.9; before < 5; before += 0.2)
            {
                faults += Camera.Sees(stop.Start - before, polyp) ? 1 : 0;
            }

            (best, fewest) = faults < fewest ? (polyp, faults) : (best, fewest);
        }

        return best!;
    }
}
