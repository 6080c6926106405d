namespace VideoSeg.Model.Synthesis;

/// <summary>The textures of a colon: its mucosa and the surfaces of its polyps. They take about half a second to make and 30 MB to keep.</summary>
internal sealed class SurfaceLibrary(ulong seed)
{
    /// <summary>The wall's surface.</summary>
    public SurfaceTexture Mucosa { get; } = MucosaTexture.Create(seed);

    /// <summary>The polyps' surfaces, by <see cref="Polyp.Pattern"/>.</summary>
    public SurfaceTexture[] PolypPatterns { get; } =
        [.. Enumerable.Range(0, PolypTexture.Patterns).Select(pattern => PolypTexture.Create(seed, pattern))];
}
