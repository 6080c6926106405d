using VideoSeg.Model;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Preprocess;

namespace VideoSeg.Pipeline.Live.Delivery;

/// <summary>
/// Knows a live stream's field of view: as it was given, or found beside the video path in its pictures, and looked for again as long as the stream runs,
/// for a dark beginning misleads, and processors change their layout. A field that was found holds for the pictures it was found in, and those that follow
/// them without an interruption. One thread asks, another one looks.
/// </summary>
internal sealed class FieldKeeper(FieldSetting setting, bool redact, TimeProvider time)
{
    /// <summary>Pictures that it is found in.</summary>
    private const int Pictures = 12;

    /// <summary>A field that differs by less, as a share of its pixels, is the same one.</summary>
    private const double SmallestChange = 0.02;

    private const string Looking = "looking for the field of view";

    private static readonly TimeSpan FirstPace = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LaterPace = TimeSpan.FromSeconds(5);

    private FieldOfViewFinder _finder = new();
    private int _finderView;
    private volatile Known? _known;
    private volatile int _view;
    private (int Width, int Height) _size;
    private volatile string _reason = Looking;
    private long _lookedAt;
    private bool _hasLooked;

    /// <summary>Why the field is not known, for people.</summary>
    public string Reason => _reason;

    /// <summary>The field, or why it is not known, for people.</summary>
    public string Text => Current?.Field?.ToString() ?? _reason;

    /// <summary>Number of the view: another one after each interruption, and with each size of the pictures. For <see cref="Look"/>.</summary>
    public int View => _view;

    // Only what was found in pictures of this view counts: whoever looks may be behind.
    private Known? Current => _known is { } known && known.View == _view ? known : null;

    /// <summary>The field in a frame, of its size; null where it is not known, or the whole picture.</summary>
    public FieldOfView? Of(VideoFrame frame)
    {
        if (_size != (frame.Width, frame.Height))
        {
            _size = (frame.Width, frame.Height);
            _view++;
            _hasLooked = false;
            if (!setting.IsAuto)
            {
                _known = Given(frame.Width, frame.Height);
            }
        }

        return Current?.Field is { IsWhole: false } field ? field : null;
    }

    /// <summary>What comes next may have another layout: a field that was found is not known any more.</summary>
    public void Reset()
    {
        if (setting.IsAuto)
        {
            _view++;
            _hasLooked = false;
            _reason = Looking;
        }
    }

    /// <summary>Whether <see cref="Look"/> should be shown a frame of this time.</summary>
    public bool Wants(long capturedAt)
    {
        if (!setting.IsAuto || (_hasLooked && time.GetElapsedTime(_lookedAt, capturedAt) < (Current is null ? FirstPace : LaterPace)))
        {
            return false;
        }

        (_hasLooked, _lookedAt) = (true, capturedAt);
        return true;
    }

    /// <summary>Looks at a frame of a view. On another thread than the rest.</summary>
    public void Look(VideoFrame frame, int view)
    {
        Model.Inputs.ImagePlanes picture = frame.Planes with { Region = null };
        if (view != _finderView)
        {
            (_finder, _finderView) = (new FieldOfViewFinder(), view);
        }

        _finder.Add(picture);
        if (_finder.LitPictures < Pictures)
        {
            return;
        }

        FieldOfView found = _finder.Find();
        _finder = new FieldOfViewFinder();
        if (view != _view)
        {
            return;
        }

        if (found.IsWhole && redact)
        {
            // Rather no picture than a name.
            _known = null;
            _reason = "no border found around the field of view: give the field";
        }
        else if (_known is not { Field: { } field } known || known.View != view || IsOther(field, found))
        {
            _known = new Known(view, found);
        }
    }

    private static bool IsOther(FieldOfView field, FieldOfView found)
    {
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
            return new Known(_view, setting.In(width, height));
        }
        catch (VideoSegException e)
        {
            _reason = e.Message;
            return new Known(_view, null);
        }
    }

    private sealed record Known(int View, FieldOfView? Field);
}
