using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using VideoSeg.Host.Service;
using VideoSeg.Host.Web.Events;
using VideoSeg.Host.Web.Hls;
using VideoSeg.Host.Web.Mjpeg;
using VideoSeg.Host.Web.Snapshots;
using VideoSeg.Host.Web.Video;

namespace VideoSeg.Host.Web;

/// <summary>What browsers show: the page at <c>/</c>, the video, events and still pictures.</summary>
internal static class WebEndpoints
{
    /// <summary>What they need.</summary>
    public static void AddWeb(this IServiceCollection services) => services
        .AddSingleton(provider => provider.GetRequiredService<ServiceOptions>().Web)
        .AddSingleton<ViewerInstruments>()
        .AddSingleton<ViewerSeats>()
        .AddSingleton<SharedRenditions>()
        .AddSingleton<SharedDetections>()
        .AddSingleton<SharedSnapshots>()
        .AddSingleton<EventsEndpoint>()
        .AddSingleton<SnapshotEndpoint>()
        .AddSingleton<VideoEndpoint>()
        .AddSingleton<MjpegEndpoint>();

    /// <summary>All of them; WebSockets must be in use.</summary>
    public static void MapWeb(this IEndpointRouteBuilder app)
    {
        app.MapPage();
        VideoEndpoint.Map(app);
        MjpegEndpoint.Map(app);
        HlsEndpoint.Map(app);
        EventsEndpoint.Map(app);
        SnapshotEndpoint.Map(app);
    }
}
