using VideoSeg.Model.Randomness;

namespace VideoSeg.Model.Synthesis;

/// <summary>
/// Renders still frames for training: from each seed another colon, endoscope, light, polyp (about one still in five has none) and
/// moment. Safe for several threads at once; a still does not depend on the ones before it.
/// </summary>
public sealed class StillRenderer
{
    // Textures take longer to make than a still; a handful of sets, shifted from still to still, is varied enough.
    private const int TextureSets = 6;
    private const ulong TextureSeed = 0x5711_7E87;

    private readonly int _width;
    private readonly int _height;
    private readonly int _threads;
    private readonly Lazy<SurfaceLibrary>[] _libraries;

    /// <summary>Prepares to render stills.</summary>
    /// <param name="width">Width in pixels, 32 to 4096. Default 640.</param>
    /// <param name="height">Height in pixels, 32 to 4096. Default 528.</param>
    /// <param name="threads">Threads to render one still with; 0 for one a core. Default 1: callers render several at once.</param>
    public StillRenderer(int width = 640, int height = 528, int threads = 1)
    {
        _width = width;
        _height = height;
        _threads = threads;
        _libraries = [.. Enumerable.Range(0, TextureSets).Select(i => new Lazy<SurfaceLibrary>(() => new SurfaceLibrary(TextureSeed + (ulong)i)))];
    }

    /// <summary>Renders the still of a seed.</summary>
    /// <exception cref="VideoSegException">The seed is reserved for the sample video (<see cref="FaultKind.Usage"/>).</exception>
    public RenderedFrame RenderStill(ulong seed)
    {
        if (ReservedSeeds.Contains(seed))
        {
            throw new VideoSegException(FaultKind.Usage, $"seed {seed} is that of the sample video and must not serve in training; take another");
        }

        var random = new CounterRandom(seed, 200);
        var options = new ColonOptions
        {
            Duration = 5,
            LumenRadius = random.Range(17, 27),
            Curvature = random.Range(0.3f, 1),
            FoldSpacing = random.Range(19, 34),
            FoldDepth = random.Range(0.2f, 0.65f),
            MaxPolyps = random.Chance(0.2f) ? 0 : 2,
            SmallestPolyp = 3.5,
            LargestPolyp = 12,
        };
        SurfaceLibrary library = _libraries[random.Integer(TextureSets)].Value;
        var scene = new ColonScene(random.Next(), options, library, asideMillimetres: 9);
        double time = random.Range(0, 5);
        if (scene.Visits.Count > 0 && random.Chance(0.95f))
        {
            PolypVisit visit = scene.Visits[random.Integer(scene.Visits.Count)];
            time = random.Range((float)visit.Start - 0.25f, (float)visit.End + 0.35f);
        }

        return new ColonRenderer(scene, Rendering(ref random)).Render(time);
    }

    private RenderOptions Rendering(ref CounterRandom random) => new()
    {
        Width = _width,
        Height = _height,
        Threads = _threads,
        Shutter = random.Chance(0.7f) ? 1.0 / 120 : random.Range(0.01f, 0.035f),
        Noise = random.Range(0.3f, 2),
        Sharpening = random.Range(0.2f, 1.4f),
        FieldOfView = new FieldOfViewOptions
        {
            Size = random.Range(0.95f, 1.2f),
            Aspect = random.Range(1.08f, 1.35f),
            CornerCut = random.Range(0.12f, 0.27f),
            ViewingAngle = random.Range(120, 160),
        },
    };
}
