using System.Runtime.ExceptionServices;
using VideoSeg.Model.Images;

namespace VideoSeg.Model.Data;

/// <summary>Finds pictures that show nearly the same, so that a split can keep them on one side.</summary>
public static class NearDuplicates
{
    /// <summary>
    /// Largest distance, in bits of 255, at which two pictures count as nearly the same. In Kvasir-SEG the same picture stored twice is up to 15 bits
    /// apart, and no two others are closer than 40.
    /// </summary>
    public const int DefaultMaxDistance = 28;

    /// <summary>
    /// Groups the samples whose pictures look alike, directly or through others; a sample that resembles none is a group of its own. Groups stand in the order
    /// of their first members, members in the order of <paramref name="samples"/>. Decodes every picture, on all processors.
    /// </summary>
    /// <exception cref="VideoSegException">A picture cannot be read (<see cref="FaultKind.Input"/>).</exception>
    public static IReadOnlyList<IReadOnlyList<SegmentationSample>> Group(
        IReadOnlyList<SegmentationSample> samples, int maxDistance = DefaultMaxDistance, CancellationToken cancellationToken = default)
    {
        PerceptualHash[] hashes = Hash(samples, cancellationToken);
        int[] parents = [.. Enumerable.Range(0, samples.Count)];
        for (int i = 0; i < hashes.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int j = i + 1; j < hashes.Length; j++)
            {
                if (hashes[i].DistanceTo(hashes[j]) <= maxDistance)
                {
                    int a = Root(parents, i);
                    int b = Root(parents, j);
                    parents[Math.Max(a, b)] = Math.Min(a, b);
                }
            }
        }

        return [.. Enumerable.Range(0, samples.Count).GroupBy(i => Root(parents, i)).Select(group => group.Select(i => samples[i]).ToList())];
    }

    private static PerceptualHash[] Hash(IReadOnlyList<SegmentationSample> samples, CancellationToken cancellationToken)
    {
        var hashes = new PerceptualHash[samples.Count];
        try
        {
            Parallel.For(0, samples.Count, new ParallelOptions { CancellationToken = cancellationToken }, PerceptualHash.CreateConverter,
                (i, _, converter) =>
                {
                    hashes[i] = PerceptualHash.Of(ImageFile.Read(samples[i].ImagePath), converter);
                    return converter;
                },
                _ => { });
        }
        catch (AggregateException e) when (e.InnerExceptions.OfType<VideoSegException>().FirstOrDefault() is { } fault)
        {
            ExceptionDispatchInfo.Throw(fault);
        }

        return hashes;
    }

    private static int Root(int[] parents, int i)
    {
        while (parents[i] != i)
        {
            i = parents[i] = parents[parents[i]];
        }

        return i;
    }
}
