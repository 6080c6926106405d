using VideoSeg.Model.Synthesis;

namespace VideoSeg.Model.Tests.Synthesis;

/// <summary>Small scenes that share one set of textures, which take longer to make than the rest.</summary>
internal static class Scenes
{
    public static readonly SurfaceLibrary Library = new(1);

    public static readonly RenderOptions Small = new() { Width = 160, Height = 120, Threads = 1 };

    public static ColonScene Create(ulong seed, ColonOptions? options = null) => new(seed, options ?? new ColonOptions(), Library, asideMillimetres: 4);

    /// <summary>The middle of the first visit: a polyp is in view.</summary>
    public static double FirstVisit(this ColonScene scene) => (scene.Visits[0].Start + scene.Visits[0].End) / 2;
}
