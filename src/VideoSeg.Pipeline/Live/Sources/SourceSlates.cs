using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Pipeline.Live.Sources;

/// <summary>Gives slates to a receiver while a source gives no pictures: painted anew when they say something else, a few times a second. One thread.</summary>
internal sealed class SourceSlates(string title, ILiveFrameReceiver receiver, TimeProvider time) : IDisposable
{
    private readonly SlatePainter _painter = new();
    private SlateText? _text;
    private VideoFrame? _slate;
    private long _shownAt;

    /// <summary>Whether the last thing shown was a slate.</summary>
    public bool IsShown => _slate is not null;

    /// <summary>Shows one if it is time; says how long it is to the next.</summary>
    public TimeSpan Show(LiveSourceStatus status)
    {
        SlateText text = SlateText.Of(title, status, time);
        TimeSpan left = IsShown && text == _text ? LiveSource.SlatePeriod - time.GetElapsedTime(_shownAt) : TimeSpan.Zero;
        if (left > TimeSpan.Zero)
        {
            return left;
        }

        if (_slate is null || text != _text)
        {
            VideoFrame slate = _painter.Paint(text, status.Video);
            _slate?.Dispose();
            (_slate, _text) = (slate, text);
        }

        _slate.AddReference();
        _shownAt = time.GetTimestamp();
        receiver.AcceptSlate(_slate, _shownAt);
        return LiveSource.SlatePeriod;
    }

    /// <summary>Pictures come again.</summary>
    public void End()
    {
        _slate?.Dispose();
        (_slate, _text) = (null, null);
    }

    public void Dispose()
    {
        End();
        _painter.Dispose();
    }
}
