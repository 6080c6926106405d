using VideoSeg.Model.Images;
using VideoSeg.Model.Synthesis;

namespace VideoSeg.Model.Training;

/// <summary>A rendered frame with its exact mask. The seed of the sample video is never used.</summary>
internal sealed class RenderedSample(StillRenderer renderer, ulong seed) : ITrainingSample
{
    /// <inheritdoc/>
    public string Name => $"rendered-{seed}";

    /// <summary>The samples of a recipe: <paramref name="count"/> stills from seeds that follow from the recipe's.</summary>
    public static IEnumerable<ITrainingSample> Create(int count, int recipeSeed)
    {
        if (count == 0)
        {
            return [];
        }

        var renderer = new StillRenderer();
        ulong first = ((ulong)(uint)recipeSeed << 32) + 1;
        return Seeds(first).Take(count).Select(seed => new RenderedSample(renderer, seed));
    }

    /// <summary>The seeds from <paramref name="first"/> on that may serve in training.</summary>
    internal static IEnumerable<ulong> Seeds(ulong first)
    {
        for (ulong seed = first; ; seed++)
        {
            if (!ReservedSeeds.Contains(seed))
            {
                yield return seed;
            }
        }
    }

    /// <inheritdoc/>
    public (Picture Image, Picture Mask) Read()
    {
        RenderedFrame frame = renderer.RenderStill(seed);
        return (frame.Picture, frame.Mask);
    }
}
