using System.Collections.Concurrent;
using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Flow;
using VideoSeg.Pipeline.Interop;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Delivery;
using VideoSeg.Pipeline.Live.Metrics;
using VideoSeg.Pipeline.Live.Outputs;
using VideoSeg.Pipeline.Live.Sources;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Live.Delivery;

/// <summary>The shipped recording, the shipped weights, the real engine, the real clock.</summary>
[Collection(NativeHandles.Name)]
public sealed class RealStreamTests
{
    [Theory]
    [InlineData(DeliveryMode.Latest)]
    [InlineData(DeliveryMode.Synchronised)]
    public async Task Stream_SampleRecording_ShowsPolypsWhereTheyLie(DeliveryMode mode)
    {
        (MediaHandleCounts media, long flows) = (MediaLibrary.LiveHandles, VisionLibrary.LiveHandles);
        using var instruments = new LiveInstruments();
        var context = new LiveContext(TimeProvider.System, instruments, new NoObserver());
        var options = new LiveStreamOptions
        {
            Name = "sample",
            Source = new LiveSourceOptions { Url = Repository.At("samples", "videos", "colonoscopy-sample.mp4") },
            Delivery = mode,
            SynchronisedDelay = TimeSpan.FromSeconds(1),
            TellsTouched = true,

            // This machine may be slow; what is tested here is not time.
            MaxMaskAge = TimeSpan.FromSeconds(5),
        };
        await using (var hub = new SegmentationHub(
            () => SegmenterFactory.Create(new SegmenterOptions { ModelPath = Repository.At("models", "resunetpp-kvasir.safetensors"), Device = "cpu", Threads = 1 }),
            new SegmentationHubOptions { HangTimeout = TimeSpan.FromMinutes(5), StartTimeout = TimeSpan.FromMinutes(15), Niceness = 0 },
            context))
        await using (var stream = new LiveStream(options, hub, context))
        {
            var outlet = new Checks(context);
            stream.Add(outlet);
            hub.Start();
            stream.Start();
            await Eventually.Holds(() => outlet.Marked > 20 && outlet.Active > 20, "marked frames", TimeSpan.FromMinutes(15));
            Assert.Empty(outlet.Faults);

            // One analysed frame may have marked all of them.
            await Eventually.Holds(
                () => stream.Status is { Analysis.Analysed: >= 2, Delays.Added.Count: > 0, Delays.Annotation.Count: > 0 }, "delays", TimeSpan.FromMinutes(15));
            LiveStreamStatus status = stream.Status;
            Assert.Equal((0, 0, 0), (status.Failed, status.Frames.Undrawn, status.Analysis.Faults));
        }

        await NativeHandles.AreBack(media, flows);
    }

    /// <summary>Looks whether what was not drawn on is the original.</summary>
    private sealed class Checks(LiveContext context) : LiveOutlet("sample", "checks", "test", 1, context)
    {
        private int _marked;
        private int _active;

        public int Marked => Volatile.Read(ref _marked);

        public int Active => Volatile.Read(ref _active);

        public ConcurrentQueue<string> Faults { get; } = [];

        protected override OutletDropReason? Deliver(LiveFrame frame)
        {
            if (frame.Original is { } original && frame.Touched is { } touched)
            {
                byte[] before = FrameSupport.Samples(original.Planes), after = FrameSupport.Samples(frame.Annotated.Planes);
                int luma = original.Width * original.Height;
                for (int i = 0; i < luma; i++)
                {
                    if (before[i] != after[i] && touched.Pixels[i] == 0)
                    {
                        Faults.Enqueue($"frame {frame.Number}: sample {i} differs");
                        break;
                    }
                }

                _ = frame.Polyps.Detections.Length > 0 ? Interlocked.Increment(ref _marked) : 0;
                _ = frame.State == SegmentationState.Active ? Interlocked.Increment(ref _active) : 0;
            }

            return null;
        }
    }

    private sealed class NoObserver : ILiveObserver
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
