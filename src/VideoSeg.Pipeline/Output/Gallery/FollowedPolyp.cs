using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Output.Gallery;

/// <summary>A polyp that may still be seen: what the frames so far tell of it.</summary>
internal sealed class FollowedPolyp(int number)
{
    private readonly List<(double Start, double End)> _spans = [];
    private long _frames;
    private long _lastFrame;
    private double _area;
    private double _share;
    private double _probabilitySum;
    private double _maximum;
    private string _className = "";

    /// <summary>Presentation time of the frame that showed it last, in seconds.</summary>
    public double LastSeen { get; private set; }

    /// <summary>The best view so far.</summary>
    public PolypPicture? Picture { get; set; }

    /// <summary>Takes the next frame that shows it.</summary>
    /// <param name="frame">The frame's number.</param>
    /// <param name="start">Its presentation time in seconds.</param>
    /// <param name="end">When it gives way to the next, in seconds.</param>
    /// <param name="field">Pixels of the field of view.</param>
    /// <param name="detection">What it shows.</param>
    /// <param name="className">Name of its class, as far as is known by then.</param>
    public void See(long frame, double start, double end, double field, in Detection detection, string className)
    {
        if (_spans.Count > 0 && frame == _lastFrame + 1)
        {
            _spans[^1] = (_spans[^1].Start, end);
        }
        else
        {
            _spans.Add((start, end));
        }

        (_lastFrame, LastSeen) = (frame, start);
        _frames++;
        _className = className;
        _area = Math.Max(_area, detection.Area);
        _share = Math.Max(_share, detection.Area / field);
        _probabilitySum += detection.MeanProbability;
        _maximum = Math.Max(_maximum, detection.MeanProbability);
    }

    /// <summary>What is known of it.</summary>
    public PolypRecord ToRecord() => new()
    {
        Number = number,
        Class = _className,
        Spans = [.. _spans],
        Frames = _frames,
        LargestArea = _area,
        LargestShare = _share,
        MeanProbability = _probabilitySum / _frames,
        MaximumProbability = _maximum,
    };
}
