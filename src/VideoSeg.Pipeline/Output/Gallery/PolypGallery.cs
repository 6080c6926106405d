using System.Collections.Immutable;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Segment;
using VideoSeg.Pipeline.Tracking;

namespace VideoSeg.Pipeline.Output.Gallery;

/// <summary>
/// Keeps of every followed polyp what the frames tell of it and its best view, and hands it on once it has ended. In memory is one encoded picture
/// of each polyp that may still be seen; a frame that shows nothing better costs no allocation.
/// </summary>
/// <param name="classes">One name for each probability plane.</param>
/// <param name="rotationDegrees">By how much players turn the frames clockwise.</param>
/// <param name="steady">How polyps are followed: after which loss one has ended.</param>
/// <param name="outputs">What takes them; the gallery's from now on.</param>
/// <param name="colors">Colours of the classes; null or empty for those of this program.</param>
internal sealed class PolypGallery(
    ImmutableArray<string> classes, double rotationDegrees, SteadyOptions steady, ImmutableArray<IPolypOutput> outputs, IEnumerable<string>? colors = null) : IFrameResults
{
    /// <summary>How much better a view must be to take the place of another: a polyp that comes nearer is not encoded in each frame.</summary>
    private const double Improvement = 1.1;

    private readonly Dictionary<int, FollowedPolyp> _followed = [];
    private readonly List<int> _ended = [];
    private RecordingExtent? _extent;
    private readonly PolypCropper _cropper = new(classes, rotationDegrees, colors);

    /// <inheritdoc/>
    public bool TakesUndrawn => true;

    /// <inheritdoc/>
    public void Open()
    {
        foreach (IPolypOutput output in outputs)
        {
            output.Open();
        }
    }

    /// <inheritdoc/>
    public void Write(VideoFrame frame, Segmentation masks, PolypSet polyps)
    {
        ImagePlanes picture = frame.Planes;
        double start = frame.PresentationTime * frame.TimeBase.Value, end = start + (frame.Duration * frame.TimeBase.Value);
        _extent = _extent is { } extent ? new RecordingExtent(Math.Min(extent.Start, start), Math.Max(extent.End, end)) : new RecordingExtent(start, end);
        HandOnEnded(start);
        double field = frame.Field?.Area ?? (double)picture.Width * picture.Height;
        foreach (ref readonly Detection detection in polyps.Detections)
        {
            if (detection.Track == 0)
            {
                continue;
            }

            if (!_followed.TryGetValue(detection.Track, out FollowedPolyp? polyp))
            {
                polyp = new FollowedPolyp(detection.Track);
                _followed.Add(detection.Track, polyp);
            }

            polyp.See(frame.Index, start, end, field, detection, classes[detection.ClassIndex]);
            double score = ViewScore.Of(picture, field, detection);
            if (polyp.Picture is null || score > polyp.Picture.Score * Improvement)
            {
                polyp.Picture = _cropper.Cut(frame, masks, polyps, detection, score);
            }
        }
    }

    /// <inheritdoc/>
    public void Finish()
    {
        HandOn([.. _followed.Keys.Order()]);
        foreach (IPolypOutput output in outputs)
        {
            output.Finish(_extent ?? default);
        }
    }

    /// <inheritdoc/>
    public void Conclude(FileJobReport report)
    {
        foreach (IPolypOutput output in outputs)
        {
            output.Conclude(report);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IPolypOutput output in outputs)
        {
            output.Dispose();
        }
    }

    /// <summary>Hands on the polyps that the tracker has given up: their numbers never come again.</summary>
    private void HandOnEnded(double seconds)
    {
        _ended.Clear();
        foreach ((int number, FollowedPolyp polyp) in _followed)
        {
            if (Math.Abs(seconds - polyp.LastSeen) > steady.MaxGap)
            {
                _ended.Add(number);
            }
        }

        if (_ended.Count > 0)
        {
            HandOn(_ended);
        }
    }

    private void HandOn(List<int> numbers)
    {
        foreach (int number in numbers)
        {
            _followed.Remove(number, out FollowedPolyp? polyp);
            PolypRecord record = polyp!.ToRecord();
            foreach (IPolypOutput output in outputs)
            {
                output.Add(record, polyp.Picture!);
            }
        }
    }
}
