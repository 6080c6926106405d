using Microsoft.Extensions.Logging;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Outputs;
using VideoSeg.Pipeline.Live.Sources;

namespace VideoSeg.Host.Service;

/// <summary>Puts what changes in live streams into the log.</summary>
internal sealed partial class LiveLog(ILogger<LiveLog> logger) : ILiveObserver
{
    /// <inheritdoc/>
    public void SourceChanged(string stream, LiveSourceStatus status) => LogSource(stream, status.State, status.Reason);

    /// <inheritdoc/>
    public void OutletChanged(string stream, LiveOutletStatus status) => LogOutlet(stream, status.Name, status.State, status.Reason);

    /// <inheritdoc/>
    public void SegmentationChanged(string stream, SegmentationState state, string reason) => LogSegmentation(stream, state, reason);

    [LoggerMessage(1, LogLevel.Information, "{Stream}: source {State} {Reason}")]
    private partial void LogSource(string stream, LiveSourceState state, string reason);

    [LoggerMessage(2, LogLevel.Information, "{Stream}: outlet {Outlet} {State} {Reason}")]
    private partial void LogOutlet(string stream, string outlet, LiveOutletState state, string reason);

    [LoggerMessage(3, LogLevel.Information, "{Stream}: marks {State} {Reason}")]
    private partial void LogSegmentation(string stream, SegmentationState state, string reason);
}
