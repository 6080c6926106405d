using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Live.Sources;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Live.Sources;

public sealed class SourceTrackerTests : IDisposable
{
    private static readonly VideoStreamInfo Video = new() { Width = 64, Height = 48, Format = PixelFormat.Yuv420P, TimeBase = new Rational(1, 25), Color = ColorTags.Bt709 };

    private readonly FakeTimeProvider _clock = new();
    private readonly FrameAllocator _frames = new(64, 48, PixelFormat.Yuv420P, new Rational(1, 25), ColorTags.Bt709);
    private readonly SourceTracker _tracker;

    public SourceTrackerTests() => _tracker = new SourceTracker("rtsp://camera", _clock);

    public void Dispose() => _frames.Dispose();

    [Fact]
    public void Since_OverAFailureAndItsTries_IsWhenThePicturesWentAndThenWhenTheyCame()
    {
        DateTimeOffset start = _clock.GetUtcNow();
        _tracker.Connecting();
        Open();
        Assert.Equal((LiveSourceState.Live, start), (_tracker.Status.State, _tracker.Status.Since));

        _clock.Advance(TimeSpan.FromSeconds(10));
        _tracker.FellSilent("silence", TimeSpan.FromSeconds(2));
        Assert.Equal((LiveSourceState.Silent, start.AddSeconds(8)), (_tracker.Status.State, _tracker.Status.Since));
        _clock.Advance(TimeSpan.FromSeconds(3));
        _tracker.Failed("broken", TimeSpan.FromSeconds(1));
        Assert.Equal((LiveSourceState.Away, start.AddSeconds(8), start.AddSeconds(14)), (_tracker.Status.State, _tracker.Status.Since, _tracker.Status.NextTry));
        _clock.Advance(TimeSpan.FromSeconds(1));
        _tracker.Connecting();
        Assert.Equal((LiveSourceState.Connecting, "broken", start.AddSeconds(8), null), (_tracker.Status.State, _tracker.Status.Reason, _tracker.Status.Since, _tracker.Status.NextTry));

        Open();
        Assert.Equal((LiveSourceState.Live, "", start.AddSeconds(14), 2, 2L), (_tracker.Status.State, _tracker.Status.Reason, _tracker.Status.Since, _tracker.Status.Connections, _tracker.Status.Faults));
    }

    [Fact]
    public void Frame_OfAConnectionThatHasEnded_BringsNothingToLife()
    {
        int connection = _tracker.Opened(Video);
        _tracker.Failed("broken", TimeSpan.FromSeconds(1));
        Show(connection);
        Assert.Equal(LiveSourceState.Away, _tracker.Status.State);
        _tracker.Connecting();
        _tracker.Opened(Video);
        Show(connection);
        Assert.Equal(LiveSourceState.Connecting, _tracker.Status.State);
    }

    [Fact]
    public void Changes_AreToldOnceInTheirOrder_AndTheOldestAreForgotten()
    {
        _tracker.Failed("first", TimeSpan.Zero);
        _tracker.Connecting();
        _tracker.Connecting();
        Assert.Equal(["Away first", "Connecting first"], Told());
        Assert.Empty(Told());
        for (int i = 0; i < 100; i++)
        {
            _tracker.Failed($"{i}", TimeSpan.Zero);
        }

        string[] told = Told();
        Assert.Equal(64, told.Length);
        Assert.Equal("Away 99", told[^1]);
    }

    [Fact]
    public void Video_OfFramesThatDiffer_IsWhatComesNow()
    {
        int connection = Open();
        Told();
        Show(connection);
        Assert.Empty(Told());
        using var larger = new FrameAllocator(128, 96, PixelFormat.Yuv422P, new Rational(1, 25), ColorTags.Bt709 with { Range = 2 }, new Rational(16, 15));
        using VideoFrame frame = larger.Allocate(0, 1);
        _tracker.FrameCame(frame, connection);
        Assert.Equal(["Live "], Told());
        VideoStreamInfo video = _tracker.Status.Video!;
        Assert.Equal((128, 96, "yuv422p", 2, new Rational(16, 15), FieldOrder.Progressive), (video.Width, video.Height, video.Format.Name, video.Color.Range, video.SampleAspectRatio, video.FieldOrder));
    }

    private int Open()
    {
        int connection = _tracker.Opened(Video);
        Show(connection);
        return connection;
    }

    private void Show(int connection)
    {
        using VideoFrame frame = _frames.Allocate(0, 1);
        _tracker.FrameCame(frame, connection);
    }

    private string[] Told()
    {
        var told = new List<string>();
        while (_tracker.TryTakeChange(out LiveSourceStatus status))
        {
            told.Add($"{status.State} {status.Reason}");
        }

        return [.. told];
    }
}
