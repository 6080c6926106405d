using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using VideoSeg.Host.Api.Messages;
using VideoSeg.Host.Service;

namespace VideoSeg.Host.Api;

/// <summary><c>/api/streams</c>: what streams there are, how they are, and how to add, change and remove them.</summary>
internal static class StreamEndpoints
{
    private static readonly int[] WrongBody =
        [StatusCodes.Status400BadRequest, StatusCodes.Status409Conflict, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status507InsufficientStorage];

    /// <summary>All of it.</summary>
    public static void MapStreams(this IEndpointRouteBuilder api)
    {
        api.MapGet("/streams", List).WithSummary("All streams").WithTags("Streams").Produces<StreamStatus[]>().Refuses();
        api.MapPost("/streams", AddAsync).WithSummary("Add a stream").WithTags("Streams").WithMetadata(StreamBody.Accepted)
            .Produces<StreamStatus>(StatusCodes.Status201Created).Refuses(WrongBody);
        api.MapGet("/streams/{stream}", Get).WithSummary("A stream, with its configuration").WithTags("Streams")
            .Produces<StreamStatus>().Refuses(StatusCodes.Status404NotFound);
        api.MapPut("/streams/{stream}", PutAsync).WithSummary("Change a stream, or add it").WithTags("Streams").WithMetadata(StreamBody.Accepted)
            .Produces<StreamStatus>().Produces<StreamStatus>(StatusCodes.Status201Created).Refuses(WrongBody);
        api.MapDelete("/streams/{stream}", DeleteAsync).WithSummary("End a stream and forget it").WithTags("Streams")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
    }

    /// <summary>The stream of a name; a fault that says which there are, where there is none.</summary>
    public static StreamEntry Require(this StreamManager streams, string name) =>
        streams.Entry(name) ?? throw new UnknownStreamException(name, streams.Entries.Select(entry => entry.Name));

    private static JsonHttpResult<StreamStatus[]> List(StreamManager streams, StatusReader status) =>
        TypedResults.Json<StreamStatus[]>([.. streams.Entries.Select(entry => status.Stream(entry))], ApiJson.Answers.StreamStatusArray);

    private static JsonHttpResult<StreamStatus> Get(string stream, StreamManager streams, StatusReader status) =>
        Answer(streams.Require(stream), status, StatusCodes.Status200OK);

    private static async Task<JsonHttpResult<StreamStatus>> AddAsync(HttpContext http, StreamManager streams, StreamStateFile state, ServiceReload reload, StatusReader status)
    {
        StreamDefinition definition = await StreamBody.ReadAsync(http.Request, name: null, known: null, streams.Policy, reload.Options.Outputs);
        await streams.PutAsync(definition, StreamOrigin.Api, mustBeNew: true, http.RequestAborted);
        await state.SaveAsync(streams.Entries, CancellationToken.None);
        string name = definition.Options.Name;
        http.Response.Headers.Location = $"/api/streams/{name}";
        return Answer(streams.Require(name), status, StatusCodes.Status201Created);
    }

    private static async Task<JsonHttpResult<StreamStatus>> PutAsync(string stream, HttpContext http, StreamManager streams, StreamStateFile state, ServiceReload reload, StatusReader status)
    {
        StreamDefinition definition = await StreamBody.ReadAsync(http.Request, stream, streams.Entry(stream)?.Definition, streams.Policy, reload.Options.Outputs);
        bool isNew = await streams.PutAsync(definition, StreamOrigin.Api, mustBeNew: false, http.RequestAborted);
        await state.SaveAsync(streams.Entries, CancellationToken.None);
        return Answer(streams.Require(stream), status, isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static async Task<NoContent> DeleteAsync(string stream, HttpContext http, StreamManager streams, StreamStateFile state)
    {
        streams.Require(stream);
        await streams.RemoveAsync(stream, StreamOrigin.Api, http.RequestAborted);
        await state.SaveAsync(streams.Entries, CancellationToken.None);
        return TypedResults.NoContent();
    }

    private static JsonHttpResult<StreamStatus> Answer(StreamEntry entry, StatusReader status, int code) =>
        TypedResults.Json(status.Stream(entry, withConfiguration: true), ApiJson.Answers.StreamStatus, statusCode: code);
}
