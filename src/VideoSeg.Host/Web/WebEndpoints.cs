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
    public static void MapWeb(this IEndpointRouteBuilder app) => app.MapPage();
}
