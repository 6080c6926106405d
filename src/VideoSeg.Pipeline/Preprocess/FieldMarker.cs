using VideoSeg.Model;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Output;

namespace VideoSeg.Pipeline.Preprocess;

/// <summary>
/// Knows a recording's field of view, as it was given or found, and marks each frame with it. Where an input can be read but once (a pipe, a
/// camera) the field is found in its first frames, which are to be shown to <see cref="Look"/>. Not for two threads at a time.
/// </summary>
internal sealed class FieldMarker
{
    private readonly string _input;
    private readonly FieldOfViewFinder _finder = new();
    private FieldOfView? _current;

    private FieldMarker(string input, bool redact) => (_input, Redacts) = (input, redact);

    /// <summary>The field; null before it is known.</summary>
    public FieldOfView? Field { get; private set; }

    /// <summary>Whether what lies outside the field is blanked.</summary>
    public bool Redacts { get; }

    /// <summary>Pictures that it was found in; 0 where it was given.</summary>
    public int Pictures => _finder.Pictures;

    /// <summary>Whether enough frames were looked at to <see cref="Settle"/>.</summary>
    public bool HasSeenEnough => _finder.Pictures >= FieldProbe.Pictures;

    /// <summary>For an open recording: takes the field that was given, or finds it where the recording can be read twice. Blocks.</summary>
    /// <exception cref="VideoSegException">The field lies outside the picture; or there is none, and what lies outside is to be blanked.</exception>
    public static FieldMarker Create(FieldSetting setting, bool redact, VideoReader reader, VideoReaderOptions options, CancellationToken cancellationToken)
    {
        var marker = new FieldMarker(reader.Url, redact);
        if (!setting.IsAuto)
        {
            marker.Field = setting.In(reader.Video.Width, reader.Video.Height);
        }
        else if (OutputFile.PathOf(reader.Url) is { } path && File.Exists(path) && !FileIdentity.IsSpecial(path))
        {
            FieldProbe.Look(marker._finder, reader.Url, options, reader.Video, cancellationToken);
            if (marker.Pictures > 0)
            {
                marker.Settle();
            }
        }

        return marker;
    }

    /// <summary>Looks at one of the first frames.</summary>
    public void Look(VideoFrame frame) => FieldProbe.Add(_finder, frame);

    /// <summary>Takes what was found so far for the field.</summary>
    /// <exception cref="VideoSegException">There is none, and what lies outside is to be blanked (<see cref="FaultKind.Input"/>).</exception>
    public void Settle()
    {
        FieldOfView found = _finder.Find();
        if (Redacts && found.IsWhole)
        {
            throw new VideoSegException(FaultKind.Input,
                $"expected a border around the field of view of '{_input}' to redact, found none: the field fills the picture, or the border is not black. Give the field (--field box:X,Y,WIDTH,HEIGHT), or leave --redact out.");
        }

        Field = found;
    }

    /// <summary>Consumes the caller's reference and returns one to a frame that knows the field, scaled to its size; outside it is blank where that was asked for.</summary>
    public VideoFrame Mark(VideoFrame frame)
    {
        if (_current is null || (_current.Width, _current.Height) != (frame.Width, frame.Height))
        {
            _current = Field!.ScaledTo(frame.Width, frame.Height);
        }

        if (_current.IsWhole)
        {
            return frame;
        }

        VideoFrame marked = Redacts ? frame.MakeWritable() : frame;
        if (Redacts)
        {
            Redactor.Blank(marked.Planes, _current);
        }

        marked.Field = _current;
        return marked;
    }
}
