using VideoSeg.Model;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Bench.Live.Outside;

/// <summary>A player: reads an output with this program's own reader and notes each frame when it is decoded. A thread of its own.</summary>
internal sealed class VideoSight : IOutputSight
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _url;
    private readonly VideoReaderOptions _options;
    private readonly Sightings _sightings;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Begins at once. A path is waited for.</summary>
    public VideoSight(string url, VideoReaderOptions options, Sightings sightings)
    {
        (_url, _sightings) = (url, sightings);
        _options = options with { ReadTracks = false, LowDelay = true, DecoderThreads = 1, OpenTimeout = Patience, ReadTimeout = Patience };
        new Thread(Main) { Name = "player", IsBackground = true }.Start();
    }

    /// <inheritdoc/>
    public string? Fault { get; private set; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _ended.Task;
        _stop.Dispose();
    }

    private void Main()
    {
        try
        {
            while (Path.IsPathRooted(_url) && !File.Exists(_url) && !_stop.Token.WaitHandle.WaitOne(20))
            {
                // Not there yet.
            }

            using VideoReader reader = VideoReader.Open(_url, _options, _stop.Token);
            while (reader.Read(out VideoFrame? frame, out _) == ReadStatus.Frame)
            {
                using (frame)
                {
                    _sightings.See(frame!.Planes);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // All was seen that there was to see.
        }
        catch (VideoSegException e)
        {
            Fault = _stop.IsCancellationRequested ? null : e.Message;
        }

        _ended.TrySetResult();
    }
}
