using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Metrics;
using VideoSeg.Pipeline.Live.Outputs;
using VideoSeg.Pipeline.Live.Sources;

namespace VideoSeg.Pipeline.Tests.Live.Sources;

/// <summary>Takes what a source gives, and lets a test wait until what it waits for has come.</summary>
internal sealed class ReceiverProbe : ILiveFrameReceiver, ILiveObserver
{
    private readonly Lock _lock = new();
    private readonly List<LiveSourceStatus> _changes = [];
    private TaskCompletionSource _something = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inside;

    /// <summary>Called for each frame before it is let go.</summary>
    public Action<VideoFrame, long> OnFrame { get; init; } = (_, _) => { };

    /// <summary>Called for each slate before it is let go.</summary>
    public Action<VideoFrame> OnSlate { get; init; } = _ => { };

    public int Frames { get; private set; }

    public int Slates { get; private set; }

    public int Late { get; private set; }

    /// <summary>Frames since the last slate.</summary>
    public int FramesInARow { get; private set; }

    public (int Width, int Height) SlateSize { get; private set; }

    public LiveSourceStatus[] Changes
    {
        get
        {
            lock (_lock)
            {
                return [.. _changes];
            }
        }
    }

    public LiveSourceState? State => Changes.LastOrDefault()?.State;

    /// <summary>A clock, measurements and an observer for a source that gives to this.</summary>
    public static LiveContext Context(TimeProvider? time = null) => new(time ?? TimeProvider.System, new LiveInstruments(), new ReceiverProbe());

    public LiveSource Open(LiveSourceOptions options, LiveContext? context = null, string title = "Room 3")
    {
        var source = new LiveSource("test", title, options, this, context ?? Context());
        source.Start();
        return source;
    }

    public void Accept(VideoFrame frame, long capturedAt) => Take(() =>
    {
        using (frame)
        {
            OnFrame(frame, capturedAt);
        }

        Frames++;
        FramesInARow++;
    });

    public void AcceptSlate(VideoFrame slate, long capturedAt) => Take(() =>
    {
        using (slate)
        {
            SlateSize = (slate.Width, slate.Height);
            OnSlate(slate);
        }

        Slates++;
        FramesInARow = 0;
    });

    public void DroppedLate(int frames) => Take(() => Late += frames);

    public void SourceChanged(LiveSourceStatus status) => Take(() =>
    {
        lock (_lock)
        {
            _changes.Add(status);
        }
    });

    public void SourceChanged(string stream, LiveSourceStatus status)
    {
    }

    public void OutletChanged(string stream, LiveOutletStatus status)
    {
    }

    public void SegmentationChanged(string stream, SegmentationState state, string reason)
    {
    }

    /// <summary>Waits until something is so; it is looked at whenever something came.</summary>
    public async Task Until(Func<ReceiverProbe, bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (true)
        {
            Task something;
            lock (_lock)
            {
                something = _something.Task;
            }

            if (condition(this))
            {
                return;
            }

            try
            {
                await something.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"frames {Frames}, slates {Slates}, late {Late}, changes:\n{string.Join('\n', Changes.Select(change => $"{change.State} '{change.Reason}' connections {change.Connections} next {change.NextTry}"))}");
            }
        }
    }

    /// <summary>Moves a clock on until something is so.</summary>
    public async Task Until(Func<ReceiverProbe, bool> condition, VideoSeg.TestKit.FakeTimeProvider clock, TimeSpan step)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (!condition(this))
        {
            clock.Advance(step);
            await Task.Delay(TimeSpan.FromMilliseconds(1), limit.Token);
        }
    }

    private void Take(Action action)
    {
        Assert.Equal(1, Interlocked.Increment(ref _inside)); // Calls never overlap.
        action();
        Interlocked.Decrement(ref _inside);
        lock (_lock)
        {
            _something.TrySetResult();
            _something = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
