using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Jobs;

namespace VideoSeg.Pipeline.Renditions;

/// <summary>The source and the drawn frame beside each other, sample for sample, as viewers see them: in a recording that players turn, one above the other.</summary>
internal sealed class SideBySidePictures(double rotationDegrees) : IPictureMaker
{
    private readonly int _quarters = (int)Math.Round(rotationDegrees / 90) & 3;
    private FrameAllocator? _frames;
    private (int Width, int Height, PixelFormat? Format, ColorTags Color) _kind;

    /// <inheritdoc/>
    public bool TakesSource => true;

    /// <inheritdoc/>
    public VideoStreamInfo VideoOf(VideoStreamInfo source)
    {
        var place = new TwinPlacement(source.Format, source.Width, source.Height, _quarters);
        return source with { Width = place.Width, Height = place.Height };
    }

    /// <inheritdoc/>
    public void Apply(FrameItem item)
    {
        VideoFrame drawn = item.Frame!;
        ImagePlanes picture = drawn.Planes;
        var place = new TwinPlacement(picture.Format, picture.Width, picture.Height, _quarters);
        VideoFrame twin = Allocate(drawn, place);
        try
        {
            place.Copy((item.Source ?? drawn).Planes, twin.Planes, isSource: true);
            place.Copy(picture, twin.Planes, isSource: false);
        }
        catch
        {
            twin.Dispose();
            throw;
        }

        item.Frame = twin;
        drawn.Dispose();
        item.Source?.Dispose();
        item.Source = null;
    }

    /// <inheritdoc/>
    public void Dispose() => _frames?.Dispose();

    private VideoFrame Allocate(VideoFrame frame, in TwinPlacement place)
    {
        (int Width, int Height, PixelFormat?, ColorTags) kind = (place.Width, place.Height, frame.Format, frame.Color);
        if (_frames is null || _kind != kind)
        {
            _frames?.Dispose();
            _kind = kind;
            _frames = new FrameAllocator(place.Width, place.Height, frame.Format, frame.TimeBase, frame.Color);
        }

        return _frames.AllocateLike(frame);
    }
}
