using System.Buffers;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Model.Inference;

/// <summary>Segmenting pictures in managed memory.</summary>
public static class SegmenterExtensions
{
    /// <summary>Segments whole pictures, pinned until the call has ended; otherwise as <see cref="ISegmenter.SegmentAsync"/>.</summary>
    public static async ValueTask<Segmentation> SegmentAsync(
        this ISegmenter segmenter, IReadOnlyList<Picture> pictures, CancellationToken cancellationToken)
    {
        MemoryHandle[] pins = [.. pictures.Select(p => p.Data.AsMemory().Pin())];
        try
        {
            return await segmenter.SegmentAsync(Describe(pictures, pins), cancellationToken);
        }
        finally
        {
            foreach (MemoryHandle pin in pins)
            {
                pin.Dispose();
            }
        }
    }

    private static unsafe ImagePlanes[] Describe(IReadOnlyList<Picture> pictures, MemoryHandle[] pins)
    {
        var planes = new ImagePlanes[pins.Length];
        for (int i = 0; i < planes.Length; i++)
        {
            planes[i] = pictures[i].AsPlanes((byte*)pins[i].Pointer);
        }

        return planes;
    }
}
