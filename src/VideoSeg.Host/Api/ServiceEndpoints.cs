using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using VideoSeg.Host.Api.Messages;
using VideoSeg.Pipeline.Live.Delivery;

namespace VideoSeg.Host.Api;

/// <summary><c>/api/service</c> and <c>/api/engine</c>.</summary>
internal static class ServiceEndpoints
{
    /// <summary>All of it.</summary>
    public static void MapService(this IEndpointRouteBuilder api)
    {
        api.MapGet("/service", (StatusReader status) => Answer(status)).WithSummary("The service: version, network, since when it runs")
            .WithTags("Service").Produces<ServiceStatus>().Refuses();
        api.MapPost("/engine/restart", RestartAsync).WithSummary("Make the network anew; answered once it runs or has failed")
            .WithTags("Service").Produces<ServiceStatus>().Refuses(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<JsonHttpResult<ServiceStatus>> RestartAsync(HttpContext http, SegmentationHub hub, StatusReader status, IHostApplicationLifetime lifetime)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        await hub.RestartAsync(ending.Token);
        return Answer(status);
    }

    private static JsonHttpResult<ServiceStatus> Answer(StatusReader status) => TypedResults.Json(status.Service(), ApiJson.Answers.ServiceStatus);
}
