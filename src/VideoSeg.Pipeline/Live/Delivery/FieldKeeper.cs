using VideoSeg.Model;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Preprocess;

namespace VideoSeg.Pipeline.Live.Delivery;

/// <summary>
/// Knows a live stream's field of view: as it was given, or found beside the video path in its pictures, and looked for again as long as the stream runs,
/// for a dark beginning misleads, and processors change their layout. One thread asks, another one looks.
/// </summary>
internal sealed class FieldKeeper(FieldSetting setting, bool redact, TimeProvider time)
{
    /// <summary>Pictures that it is found in.</summary>
    private const int Pictures = 12;

    /// <summary>A field that differs by less, as a share of its pixels, is the same one.</summary>
    private const double SmallestChange = 0.02;

    private static readonly TimeSpan FirstPace = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LaterPace = TimeSpan.FromSeconds(5);

    private FieldOfViewFinder _finder = new();
    private volatile Known? _known;
    private volatile string _reason = "looking for the field of view";
    private long _lookedAt;
    private bool _hasLooked;

    /// <summary>Why the field is not known, for people.</summary>
    public string Reason => _reason;

    /// <summary>The field, or why it is not known, for people.</summary>
    public string Text => _known?.Field?.ToString() ?? _reason;

    /// <summary>The field in a frame, of its size; null where it is not known, or the whole picture.</summary>
    public FieldOfView? Of(VideoFrame frame)
    {
        Known? known = _known;
        if (known is null || (known.Width, known.Height) != (frame.Width, frame.Height))
        {
            known = setting.IsAuto ? null : Given(frame.Width, frame.Height);
            _known = known;
        }

        return known?.Field is { IsWhole: false } field ? field : null;
    }

    /// <summary>Whether <see cref="Look"/> should be shown a frame of this time.</summary>
    public bool Wants(long capturedAt)
    {
        if (!setting.IsAuto || (_hasLooked && time.GetElapsedTime(_lookedAt, capturedAt) < (_known is null ? FirstPace : LaterPace)))
        {
            return false;
        }

        (_hasLooked, _lookedAt) = (true, capturedAt);
        return true;
    }

    /// <summary>Looks at a frame. On another thread than the rest.</summary>
    public void Look(VideoFrame frame)
    {
        Model.Inputs.ImagePlanes picture = frame.Planes with { Region = null };
        if (!_finder.Fits(picture))
        {
            _finder = new FieldOfViewFinder();
        }

        _finder.Add(picture);
        if (_finder.LitPictures < Pictures)
        {
            return;
        }

        FieldOfView found = _finder.Find();
        _finder = new FieldOfViewFinder();
        if (found.IsWhole && redact)
        {
            // Rather no picture than a name.
            _known = null;
            _reason = "no border found around the field of view: give the field";
        }
        else if (_known is not { Field: { } field } || IsOther(field, found))
        {
            _known = new Known(found.Width, found.Height, found);
        }
    }

    private static bool IsOther(FieldOfView field, FieldOfView found)
    {
        if ((field.Width, field.Height) != (found.Width, found.Height))
        {
            return true;
        }

        long differing = 0;
        for (int y = 0; y < field.Height; y++)
        {
            ((int start, int end), (int start2, int end2)) = (field.Row(y), found.Row(y));
            int both = Math.Max(Math.Min(end, end2) - Math.Max(start, start2), 0);
            differing += end - start + end2 - start2 - (2 * both);
        }

        return differing > SmallestChange * field.Area;
    }

    private Known Given(int width, int height)
    {
        try
        {
            return new Known(width, height, setting.In(width, height));
        }
        catch (VideoSegException e)
        {
            _reason = e.Message;
            return new Known(width, height, null);
        }
    }

    private sealed record Known(int Width, int Height, FieldOfView? Field);
}
