using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using VideoSeg.Host.Api;
using VideoSeg.Host.Service;

namespace VideoSeg.Host.Web.Events;

/// <summary><c>GET /api/streams/{stream}/events</c>: how a stream is and what is found in it, as Server-Sent Events.</summary>
internal sealed class EventsEndpoint(
    StreamManager streams, StatusReader status, StreamNews news, SharedDetections detections, ViewerInstruments instruments, IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>Adds it.</summary>
    public static void Map(IEndpointRouteBuilder app) => app
        .MapGet("/api/streams/{stream}/events", (HttpContext context, string stream, EventsEndpoint endpoint) => endpoint.Handle(context, stream))
        .WithSummary("How the stream is, each second and when that changes, and what is found in it, as Server-Sent Events").WithTags("Viewing")
        .Refuses(StatusCodes.Status404NotFound);

    private ServerSentEventsResult<string> Handle(HttpContext context, string name)
    {
        StreamEntry entry = streams.Require(name);
        var ending = CancellationTokenSource.CreateLinkedTokenSource(entry.Running?.Ending ?? CancellationToken.None, lifetime.ApplicationStopping);
        context.Response.RegisterForDispose(ending);
        context.Response.RegisterForDisposeAsync(new CutOff(context, ending.Token, time));
        SendBuffer.Bound(context);
        var feed = new EventFeed(entry, streams, status, news, detections, instruments, time);
        return TypedResults.ServerSentEvents(feed.ReadAsync(ending.Token, context.RequestAborted));
    }
}
