using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Delivery;
using VideoSeg.Pipeline.Live.Metrics;
using VideoSeg.Pipeline.Live.Outputs;
using VideoSeg.Pipeline.Live.Sources;
using VideoSeg.TestKit;
using VideoSeg.TestKit.Feeds;

namespace VideoSeg.EndToEnd.Live;

/// <summary>A real feed through a whole stream to a viewer, who stays while the feed goes and comes.</summary>
public sealed class LiveFeedTests
{
    [Fact]
    public async Task Viewer_OfAFeedThatIsKilledAndComesBack_SeesPicturesASlateAndPicturesWithoutInterruption()
    {
        int port = NetworkPorts.Free();
        using var instruments = new LiveInstruments();
        var context = new LiveContext(TimeProvider.System, instruments, new Quiet());
        await using var hub = new SegmentationHub(() => new BrightnessSegmenter(), new SegmentationHubOptions(), context);
        hub.Start();
        var options = new LiveStreamOptions
        {
            Name = "room-3",
            Title = "Room 3",
            Source = new LiveSourceOptions
            {
                Url = $"rtsp://127.0.0.1:{port}/live",
                OpenTimeout = TimeSpan.FromSeconds(20),
                ReconnectDelay = TimeSpan.FromMilliseconds(100),
                MaxReconnectDelay = TimeSpan.FromMilliseconds(500),
            },
        };
        await using var stream = new LiveStream(options, hub, context);
        var viewer = new Viewer(context);
        stream.Add(viewer);
        stream.Start();
        for (int round = 1; round <= 2; round++)
        {
            await viewer.Until(seen => seen.Last().IsSlate);
            using (FeedProcess server = FeedProcess.Python("rtsp_server.py", $"{port}", "--test", "640x360@25"))
            {
                await server.ReadyAsync(TestContext.Current.CancellationToken);
                await viewer.Until(seen => seen.TakeLast(30).Count(frame => !frame.IsSlate) == 30);
                Assert.Equal(round, stream.Status.Source.Connections);
            }
        }

        await viewer.Until(seen => seen.Last().IsSlate);
        await stream.DisposeAsync();

        Seen[] all = viewer.All;
        Assert.All(all.Zip(all.Skip(1)), pair => Assert.True(pair.Second.Ticks > pair.First.Ticks));
        // Slates at first, pictures, slates, pictures, slates; those in between have the pictures' size.
        Assert.Equal([true, false, true, false, true], all.Select(frame => frame.IsSlate).Where((slate, i) => i == 0 || slate != all[i - 1].IsSlate));
        Assert.All(all.SkipWhile(frame => frame.IsSlate), frame => Assert.Equal((640, 360), (frame.Width, frame.Height)));
        LiveStreamStatus status = stream.Status;
        Assert.Equal((LiveSourceState.Stopped, 0), (status.Source.State, status.Frames.InFlight));
        Assert.Equal(status.Captured, status.Delivered + status.Dropped + status.Failed);
        Assert.Equal(0, status.Failed);
    }

    private sealed record Seen(long Ticks, bool IsSlate, int Width, int Height);

    private sealed class Viewer(LiveContext context) : LiveOutlet("room-3", "viewer", "test", 200, context)
    {
        private readonly List<Seen> _seen = [];
        private readonly SemaphoreSlim _came = new(0);

        public Seen[] All
        {
            get
            {
                lock (_seen)
                {
                    return [.. _seen];
                }
            }
        }

        public async Task Until(Func<Seen[], bool> condition)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(TimeSpan.FromMinutes(2));
            while (All is var all && (all.Length == 0 || !condition(all)))
            {
                await _came.WaitAsync(limit.Token);
            }
        }

        protected override OutletDropReason? Deliver(LiveFrame frame)
        {
            lock (_seen)
            {
                _seen.Add(new Seen(frame.Ticks, frame.IsSlate, frame.Annotated.Width, frame.Annotated.Height));
            }

            _came.Release();
            return null;
        }
    }

    private sealed class Quiet : ILiveObserver
    {
        public void SourceChanged(string stream, LiveSourceStatus status)
        {
        }

        public void OutletChanged(string stream, LiveOutletStatus status)
        {
        }

        public void SegmentationChanged(string stream, SegmentationState state, string reason)
        {
        }
    }
}
