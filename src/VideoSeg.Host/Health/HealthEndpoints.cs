using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using VideoSeg.Host.Api;
using VideoSeg.Host.Api.Messages;

namespace VideoSeg.Host.Health;

/// <summary>Whether the service lives, is ready, has started: <c>/healthz</c>, for Kubernetes and load balancers. 200 or 503, with JSON that says why.</summary>
internal static class HealthEndpoints
{
    /// <summary>What they need.</summary>
    public static void AddHealth(this IServiceCollection services) => services.AddSingleton<HealthChecks>();

    /// <summary>All of them.</summary>
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/healthz/live", (HttpContext http, HealthChecks checks) => Answer(http, checks.Live())).WithSummary("Whether the process works; if not, restart it").Describe();
        app.MapGet("/healthz/ready", (HttpContext http, HealthChecks checks) => Answer(http, checks.Ready())).WithSummary("Whether frames come and the network runs").Describe();
        app.MapGet("/healthz/startup", (HttpContext http, HealthChecks checks) => Answer(http, checks.Startup())).WithSummary("Whether the start is over").Describe();
    }

    private static void Describe(this RouteHandlerBuilder endpoint) =>
        endpoint.WithTags("Health").Produces<HealthReport>().Produces<HealthReport>(StatusCodes.Status503ServiceUnavailable);

    private static JsonHttpResult<HealthReport> Answer(HttpContext http, HealthReport report)
    {
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(report, ApiJson.Answers.HealthReport,
            statusCode: report.Status == HealthChecks.Ok ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
