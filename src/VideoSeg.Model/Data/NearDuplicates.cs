using VideoSeg.Model.Images;

namespace VideoSeg.Model.Data;

/// <summary>
/// Finds pictures that show nearly the same (copies, and views of one scene a moment apart), so that a split can keep them on one side. A few
/// that are grouped by mistake do no harm. Views between which the camera has moved further are not found.
/// </summary>
public static class NearDuplicates
{
    /// <summary>
    /// Groups the samples whose pictures look alike, directly or through others; a sample that resembles none is a group of its own. Groups stand in the order
    /// of their first members, members in the order of <paramref name="samples"/>. Decodes every picture, on all processors.
    /// </summary>
    /// <exception cref="VideoSegException">A picture cannot be read (<see cref="FaultKind.Input"/>).</exception>
    public static IReadOnlyList<IReadOnlyList<SegmentationSample>> Group(
        IReadOnlyList<SegmentationSample> samples, CancellationToken cancellationToken = default) =>
        Group(samples, sample => ImageFile.Read(sample.ImagePath), cancellationToken);

    /// <inheritdoc cref="Group(IReadOnlyList{SegmentationSample}, CancellationToken)"/>
    /// <param name="samples">The samples.</param>
    /// <param name="read">Reads the picture of one; called from several threads.</param>
    /// <param name="cancellationToken">Ends the comparison early.</param>
    internal static IReadOnlyList<IReadOnlyList<SegmentationSample>> Group(
        IReadOnlyList<SegmentationSample> samples, Func<SegmentationSample, Picture> read, CancellationToken cancellationToken)
    {
        PictureFingerprint[] prints = Read(samples, read, cancellationToken);
        int[] parents = [.. Enumerable.Range(0, samples.Count)];
        for (int i = 0; i < prints.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int j = i + 1; j < prints.Length; j++)
            {
                if (prints[i].Resembles(prints[j]))
                {
                    int a = Root(parents, i);
                    int b = Root(parents, j);
                    parents[Math.Max(a, b)] = Math.Min(a, b);
                }
            }
        }

        return [.. Enumerable.Range(0, samples.Count).GroupBy(i => Root(parents, i)).Select(group => group.Select(i => samples[i]).ToList())];
    }

    private static PictureFingerprint[] Read(IReadOnlyList<SegmentationSample> samples, Func<SegmentationSample, Picture> read, CancellationToken cancellationToken)
    {
        var prints = new PictureFingerprint[samples.Count];
        ParallelWork.Run(() => Parallel.For(0, samples.Count, new ParallelOptions { CancellationToken = cancellationToken }, PictureFingerprint.CreateConverter,
            (i, _, converter) =>
            {
                prints[i] = PictureFingerprint.Of(read(samples[i]), converter);
                return converter;
            },
            _ => { }));
        return prints;
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
