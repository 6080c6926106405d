using System.Diagnostics.Metrics;
using VideoSeg.Pipeline.Live.Metrics;

namespace VideoSeg.Host.Web;

/// <summary>What is measured of viewers, by kind and never by person. Thread-safe.</summary>
internal sealed class ViewerInstruments
{
    /// <summary>On the meter of the live service.</summary>
    public ViewerInstruments(LiveInstruments live)
    {
        Viewers = live.Meter.CreateUpDownCounter<long>("videoseg.live.viewers", "{viewer}", "Viewers that are connected now, by kind (annexb, fmp4, mjpeg).");
        Frames = live.Meter.CreateCounter<long>("videoseg.live.viewer.frames", "{frame}",
            "Frames for viewers, each counted for each of them, by outcome: delivered, or dropped_slow where a viewer did not keep up.");
    }

    /// <summary>Tags stream, kind.</summary>
    public UpDownCounter<long> Viewers { get; }

    /// <summary>Tags stream, kind, outcome.</summary>
    public Counter<long> Frames { get; }
}
