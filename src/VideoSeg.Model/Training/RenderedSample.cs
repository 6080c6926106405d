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
        return Enumerable.Range(0, count).Select(i => new RenderedSample(renderer, first + (ulong)i));
    }

    /// <inheritdoc/>
    public (Picture Image, Picture Mask) Read()
    {
        RenderedFrame frame = renderer.RenderStill(seed);
        return (frame.Picture, frame.Mask);
    }
}
