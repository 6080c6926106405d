using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using VideoSeg.Host.Web.Mjpeg;
using VideoSeg.Host.Web.Video;

namespace VideoSeg.Host.Web;

/// <summary>What browsers show: the page at <c>/</c>, and the video.</summary>
internal static class WebEndpoints
{
    /// <summary>What they need.</summary>
    public static void AddWeb(this IServiceCollection services) => services
        .AddSingleton(new WebOptions())
        .AddSingleton<ViewerInstruments>()
        .AddSingleton<SharedOutlets<VideoRendition>>()
        .AddSingleton<SharedOutlets<MjpegRendition>>()
        .AddSingleton<VideoEndpoint>()
        .AddSingleton<MjpegEndpoint>();

    /// <summary>All of them; WebSockets must be in use.</summary>
    public static void MapWeb(this IEndpointRouteBuilder app)
    {
        app.MapPage();
        VideoEndpoint.Map(app);
        MjpegEndpoint.Map(app);
    }
}
