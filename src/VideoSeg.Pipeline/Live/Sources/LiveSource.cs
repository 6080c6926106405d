using VideoSeg.Model;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Pipeline.Live.Sources;

/// <summary>Reads a live source on a thread of its own, for as long as it is not stopped, and gives what it reads to a receiver.</summary>
public sealed class LiveSource : IAsyncDisposable
{
    private readonly LiveSourceOptions _options;
    private readonly ILiveFrameReceiver _receiver;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile LiveSourceStatus _status;
    private bool _started;

    /// <summary>A source that is not opened before <see cref="Start"/>.</summary>
    public LiveSource(LiveSourceOptions options, ILiveFrameReceiver receiver, TimeProvider time)
    {
        (_options, _receiver, _time) = (options, receiver, time);
        _status = new LiveSourceStatus(LiveSourceState.Connecting, "", time.GetUtcNow(), 0, null);
    }

    /// <summary>How it is now.</summary>
    public LiveSourceStatus Status => _status;

    /// <summary>Starts its thread. Once.</summary>
    public void Start()
    {
        _started = true;
        new Thread(Main) { Name = "videoseg source", IsBackground = true }.Start();
    }

    /// <summary>Stops reading, also in the middle of waiting, and closes the source.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_started)
        {
            await _ended.Task;
        }

        _stop.Dispose();
    }

    private void Main()
    {
        try
        {
            do
            {
                Read();
            }
            while (_options.Loop && !_stop.IsCancellationRequested);

            Change(LiveSourceState.Stopped, "", null);
        }
        catch (OperationCanceledException)
        {
            Change(LiveSourceState.Stopped, "", null);
        }
        catch (VideoSegException e)
        {
            Change(LiveSourceState.Away, e.Message, null);
        }

        _ended.SetResult();
    }

    private void Read()
    {
        var options = new VideoReaderOptions
        {
            Format = _options.Format,
            InputOptions = _options.Options,
            Filter = _options.Filter,
            OpenTimeout = _options.OpenTimeout,
            ReadTimeout = _options.ReadTimeout,
            ReadTracks = false,
        };
        using VideoReader reader = VideoReader.Open(_options.Url, options, _stop.Token);
        Change(LiveSourceState.Live, "", reader.Video);
        long start = _time.GetTimestamp();
        TimeSpan? first = null;
        while (reader.Read(out VideoFrame? frame, out _) == ReadStatus.Frame)
        {
            first ??= frame!.Time;
            TimeSpan early = frame!.Time - first.Value - _time.GetElapsedTime(start);
            if (early > TimeSpan.Zero)
            {
                _stop.Token.WaitHandle.WaitOne(early);
            }

            _receiver.Accept(frame, _time.GetTimestamp());
        }
    }

    private void Change(LiveSourceState state, string reason, VideoStreamInfo? video)
    {
        int connections = _status.Connections + (state == LiveSourceState.Live ? 1 : 0);
        _status = new LiveSourceStatus(state, reason, _time.GetUtcNow(), connections, video ?? _status.Video);
        _receiver.SourceChanged(_status);
    }
}
