using VideoSeg.Host.Api.Messages;
using VideoSeg.Host.Service;
using VideoSeg.Host.Service.Configuration;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Delivery;
using VideoSeg.Pipeline.Live.Outputs;
using VideoSeg.Pipeline.Live.Sources;

namespace VideoSeg.Host.Api;

/// <summary>Tells how the service and its streams are.</summary>
internal sealed class StatusReader(SegmentationHub hub, ServiceReload reload, TimeProvider time)
{
    private readonly DateTimeOffset _started = time.GetUtcNow();
    private readonly long _startedAt = time.GetTimestamp();

    /// <summary>A stream.</summary>
    /// <param name="entry">Which.</param>
    /// <param name="withConfiguration">Whether its configuration is told, too.</param>
    public StreamStatus Stream(StreamEntry entry, bool withConfiguration = false)
    {
        StreamStatus status = entry.Running is { } running ? Running(entry, running) : Idle(entry);
        return withConfiguration ? status with { Configuration = OptionsWriter.Write(entry.Definition, keepsSecrets: false) } : status;
    }

    /// <summary>The service.</summary>
    public ServiceStatus Service()
    {
        SegmentationHubStatus engine = hub.Status;
        return new ServiceStatus(
            ProgramVersion.Text, "For research use; not a medical device", _started, time.GetElapsedTime(_startedAt).TotalSeconds,
            new EngineStatus(engine.IsRunning, Secrets.HideInAddress(engine.Reason), engine.Since, engine.Restarts,
                engine.Info?.Model, engine.Info?.Engine, engine.Info?.Device, engine.Info?.Precision),
            reload.Fault.Length == 0 ? null : Secrets.HideInAddress(reload.Fault));
    }

    private static StreamStatus Idle(StreamEntry entry)
    {
        string reason = entry.Fault.Length > 0 ? entry.Fault : entry.Definition.Enabled ? "it is being changed" : "it is disabled";
        return new StreamStatus
        {
            Name = entry.Name,
            Title = entry.Title,
            Origin = entry.Origin,
            Enabled = entry.Definition.Enabled,
            Source = new SourceStatus(LiveSourceState.Stopped, Secrets.HideInAddress(reason), null, Secrets.HideInAddress(entry.Definition.Options.Source.Url), 0, null),
            Segmentation = SegmentationState.Unavailable,
            SegmentationReason = "the stream does not run",
            Outlets = [],
        };
    }

    private StreamStatus Running(StreamEntry entry, ManagedStream running)
    {
        LiveStreamStatus status = running.Stream.Status;
        return new StreamStatus
        {
            Name = entry.Name,
            Title = entry.Title,
            Origin = entry.Origin,
            Enabled = true,
            Source = new SourceStatus(
                status.Source.State, Secrets.HideInAddress(status.Source.Reason), status.Source.Since, status.Source.Address.Length > 0 ? status.Source.Address : Secrets.HideInAddress(entry.Definition.Options.Source.Url),
                status.Source.Connections, VideoDescription.Of(status.Source.Video)),
            Segmentation = status.Segmentation,
            SegmentationReason = Secrets.HideInAddress(status.SegmentationReason),
            Fps = status.Delays.FramesPerSecond,
            AnalysedFps = status.Delays.AnalysedPerSecond,
            Delays = DelayFigures.Of(status.Delays),
            Field = status.Field,
            FrameAge = status.Captured > 0 ? running.Stream.FrameAge.TotalSeconds : null,
            Captured = status.Captured,
            Delivered = status.Delivered,
            Dropped = status.Dropped,
            Failed = status.Failed,
            Slates = status.Frames.Slates,
            Drops = status.Frames.Dropped.ToDictionary(drop => SettingText.Format(drop.Key), drop => drop.Value, StringComparer.Ordinal),
            Analysed = status.Analysis.Analysed,
            Outlets = [.. running.Stream.Outlets.Select(Outlet), .. running.OutletFaults.Select(fault => Failed(running, fault.Key, fault.Value))],
        };
    }

    private static OutletStatus Outlet(LiveOutlet outlet)
    {
        LiveOutletStatus status = outlet.Status;
        return new OutletStatus(
            status.Name, status.Kind, status.State, Secrets.HideInAddress(status.Reason), status.Since, status.Delivered, status.Dropped,
            (outlet as RecorderOutlet)?.Recording.IsWanted);
    }

    private static OutletStatus Failed(ManagedStream stream, string name, string fault) =>
        new(name, stream.Definition.Outlets.GetValueOrDefault(name)?.Kind ?? "", LiveOutletState.Failed, Secrets.HideInAddress(fault), null, 0, 0);
}
