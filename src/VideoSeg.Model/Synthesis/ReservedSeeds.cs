namespace VideoSeg.Model.Synthesis;

/// <summary>Seeds that are kept away from training, so that the shipped sample shows what the network has never seen.</summary>
public static class ReservedSeeds
{
    /// <summary>The seed of <c>samples/videos/colonoscopy-sample.mp4</c>.</summary>
    public const ulong Sample = 20260;

    /// <summary>Whether <paramref name="seed"/> must not serve in training.</summary>
    public static bool Contains(ulong seed) => seed == Sample;
}
