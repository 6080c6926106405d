using VideoSeg.Model.Images;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Preprocess;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Stills;

/// <summary>Turns the probabilities of one picture at a time into its output files. Keeps its buffers; not for two threads at a time.</summary>
internal sealed class StillWriter
{
    private readonly StillOptions _options;
    private readonly ProbabilityResizer _resizer;
    private readonly RegionFilter _filter = new();
    private readonly PolypFinder _finder;
    private readonly PolypSet _polyps = new();
    private readonly OverlayRenderer? _renderer;
    private float[] _foreground = [];

    public StillWriter(StillOptions options, SegmenterInfo info)
    {
        _options = options;
        _resizer = new ProbabilityResizer(info.Width, info.Height);
        _finder = new PolypFinder(options.Polyps);
        _renderer = options.Overlay is null ? null : new OverlayRenderer(options.Overlay, info.Classes, colors: info.Colors);
    }

    /// <summary>Writes the outputs of picture <paramref name="index"/> of a batch; returns whether its mask holds a polyp.</summary>
    public bool Write(StillInput input, Picture picture, Segmentation segmentation, int index)
    {
        StillOutputs outputs = StillOutputs.Of(input, _options);
        if (outputs.Overlay is not null)
        {
            WriteOverlay(outputs.Overlay, picture, segmentation, index);
        }

        // After the overlay, which shows small polyps too: of one class it is the plane itself that is changed.
        Span<float> plane = ForegroundPlane.Of(segmentation, index, ref _foreground);
        _filter.RemoveSmall(plane, segmentation.Width, segmentation.Height, _options.Polyps.Threshold, _options.MaskMinArea);
        var mask = new Picture(picture.Width, picture.Height, PixelFormat.Gray8);
        if (outputs.Probabilities is not null)
        {
            _resizer.ResizeToBytes(plane, mask.Width, mask.Height, mask.Data, mask.StrideBytes);
            ImageFile.Write(outputs.Probabilities, mask);
        }

        _resizer.Threshold(plane, mask.Width, mask.Height, _options.Polyps.Threshold, mask.Data, mask.StrideBytes);
        ImageFile.Write(outputs.Mask, mask);
        return mask.Data.AsSpan().ContainsAnyExcept((byte)0);
    }

    private unsafe void WriteOverlay(string path, Picture picture, Segmentation segmentation, int index)
    {
        Picture drawn = picture.ToRgb24();
        fixed (byte* data = drawn.Data)
        {
            ImagePlanes planes = drawn.AsPlanes(data);
            _finder.Find(segmentation, index, planes, _polyps);
            _renderer!.Draw(planes, segmentation, index, _polyps, legendField: _renderer.DrawsLegend ? FieldOf(planes) : null);
        }

        ImageFile.Write(path, drawn);
    }

    private static FieldOfView FieldOf(in ImagePlanes picture)
    {
        var finder = new FieldOfViewFinder();
        finder.Add(picture);
        return finder.Find();
    }
}
