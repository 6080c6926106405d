using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace VideoSeg.Host.Metrics;

/// <summary>The measurements, for Prometheus: <c>/metrics</c>.</summary>
internal static class MetricsEndpoints
{
    /// <summary>What they need.</summary>
    public static void AddMetricsEndpoint(this IServiceCollection services)
    {
    }

    /// <summary>All of them.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder app)
    {
    }
}
