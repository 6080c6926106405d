using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using VideoSeg.Host.Service;

namespace VideoSeg.Host.Api;

/// <summary><c>/api/streams</c>.</summary>
internal static class StreamEndpoints
{
    /// <summary>All of it.</summary>
    public static void MapStreams(this IEndpointRouteBuilder api) =>
        api.MapGet("/streams", (StreamManager streams) => TypedResults.Json<StreamStatus[]>(
            [.. streams.Streams.Values.Select(StreamStatus.Of)], ApiJson.Default.StreamStatusArray));
}
