using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace VideoSeg.Host.Web;

/// <summary>What browsers show: the page at <c>/</c>, and the video.</summary>
internal static class WebEndpoints
{
    /// <summary>What they need.</summary>
    public static void AddWeb(this IServiceCollection services)
    {
    }

    /// <summary>All of them.</summary>
    public static void MapWeb(this IEndpointRouteBuilder app) =>
        app.MapGet("/", () => TypedResults.Text("VideoSeg. For research use; not a medical device. Streams: /api/streams\n"));
}
