using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace VideoSeg.Host.Health;

/// <summary>Whether the service lives, is ready, has started: <c>/healthz</c>.</summary>
internal static class HealthEndpoints
{
    /// <summary>What they need.</summary>
    public static void AddHealth(this IServiceCollection services)
    {
    }

    /// <summary>All of them.</summary>
    public static void MapHealth(this IEndpointRouteBuilder app) => app.MapGet("/healthz/live", () => TypedResults.Ok());
}
