using VideoSeg.Model;
using VideoSeg.Model.Images;
using VideoSeg.Model.Synthesis;
using VideoSeg.Pipeline.Output;

namespace VideoSeg.Host.Synthesis;

/// <summary>Renders stills for training: pairs <c>images/synth-SEED.png</c> and <c>masks/synth-SEED.png</c>.</summary>
internal static class SynthStills
{
    /// <summary>Renders the stills of <paramref name="count"/> seeds from <paramref name="firstSeed"/> on, passing over reserved ones; returns how many show a polyp.</summary>
    /// <exception cref="VideoSegException">The folders hold stills already, or cannot be written.</exception>
    public static int Write(
        string folder, int count, ulong firstSeed, int width, int height, bool overwrite, IProgress<int> progress, CancellationToken cancellationToken)
    {
        string images = Path.Combine(folder, "images"), masks = Path.Combine(folder, "masks");
        OutputFolder.Prepare(images, "synth-*.png", overwrite);
        OutputFolder.Prepare(masks, "synth-*.png", overwrite);
        var renderer = new StillRenderer(width, height);
        int done = 0, withPolyps = 0;
        ParallelWork.Run(() => Parallel.ForEach(Seeds(firstSeed, count), new ParallelOptions { CancellationToken = cancellationToken }, seed =>
        {
            RenderedFrame still = renderer.RenderStill(seed);
            ImageFile.Write(Path.Combine(images, $"synth-{seed}.png"), still.Picture);
            ImageFile.Write(Path.Combine(masks, $"synth-{seed}.png"), still.Mask);
            if (still.Mask.Data.AsSpan().Contains((byte)255))
            {
                Interlocked.Increment(ref withPolyps);
            }

            progress.Report(Interlocked.Increment(ref done));
        }));
        return withPolyps;
    }

    private static IEnumerable<ulong> Seeds(ulong first, int count)
    {
        for (ulong seed = first; count > 0; seed++)
        {
            if (!ReservedSeeds.Contains(seed))
            {
                count--;
                yield return seed;
            }
        }
    }
}
