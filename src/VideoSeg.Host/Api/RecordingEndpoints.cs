using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using VideoSeg.Host.Api.Messages;
using VideoSeg.Host.Service;
using VideoSeg.Host.Service.Configuration;
using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Host.Api;

/// <summary><c>/api/streams/{stream}/recording</c>: starts and stops the recorders of a stream.</summary>
internal static class RecordingEndpoints
{
    /// <summary>All of it.</summary>
    public static void MapRecording(this IEndpointRouteBuilder api)
    {
        api.MapGet("/streams/{stream}/recording", Get).WithSummary("The recorders of a stream").WithTags("Recording")
            .Produces<RecordingStatus[]>().Refuses(StatusCodes.Status404NotFound);
        api.MapPost("/streams/{stream}/recording", PostAsync).WithSummary("Start or stop the recorders of a stream, or one of them")
            .WithTags("Recording").WithMetadata(new AcceptsMetadata(["application/json"], typeof(RecordingRequest)))
            .Produces<RecordingStatus[]>().Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status415UnsupportedMediaType);
    }

    private static JsonHttpResult<RecordingStatus[]> Get(string stream, StreamManager streams) => Answer(Recorders(streams.Require(stream)));

    private static async Task<JsonHttpResult<RecordingStatus[]>> PostAsync(string stream, HttpContext http, StreamManager streams)
    {
        StreamEntry entry = streams.Require(stream);
        RecordingRequest request = await ReadAsync(http.Request);
        RecorderOutlet[] all = Recorders(entry);
        RecorderOutlet[] chosen = request.Outlet is null ? all : [.. all.Where(recorder => recorder.Name == request.Outlet)];
        if (chosen.Length == 0)
        {
            throw Missing(entry, request.Outlet, all);
        }

        foreach (RecorderOutlet recorder in chosen)
        {
            if (request.Action == RecordingAction.Start)
            {
                recorder.StartRecording();
            }
            else
            {
                recorder.StopRecording();
            }
        }

        return Answer(all);
    }

    private static RecorderOutlet[] Recorders(StreamEntry entry) => entry.Running is { } running ? [.. running.Stream.Outlets.OfType<RecorderOutlet>()] : [];

    private static StreamConflictException Missing(StreamEntry entry, string? outlet, RecorderOutlet[] all)
    {
        string expected = outlet is null ? "a recorder" : $"a recorder named '{outlet}'";
        string found = entry.Running is null ? "the stream does not run"
            : all.Length > 0 ? $"its recorders are {string.Join(", ", all.Select(recorder => recorder.Name))}"
            : "it has none: give it an outlet of kind recorder";
        return new StreamConflictException($"expected {expected} of the stream {entry.Name}; {found}");
    }

    private static async Task<RecordingRequest> ReadAsync(HttpRequest request)
    {
        const string Expected = """expected { "action": "start" } or { "action": "stop" }, and "outlet": "NAME" for one recorder of several""";
        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, ApiJson.Default.RecordingRequest, request.HttpContext.RequestAborted)
                ?? throw new BadHttpRequestException($"{Expected}; found nothing");
        }
        catch (JsonException e)
        {
            throw new BadHttpRequestException($"{Expected}; {e.Message}", e);
        }
    }

    private static JsonHttpResult<RecordingStatus[]> Answer(RecorderOutlet[] recorders) =>
        TypedResults.Json<RecordingStatus[]>([.. recorders.OrderBy(recorder => recorder.Name, StringComparer.Ordinal).Select(Tell)], ApiJson.Answers.RecordingStatusArray);

    private static RecordingStatus Tell(RecorderOutlet recorder)
    {
        LiveOutletStatus status = recorder.Status;
        RecorderStatus recording = recorder.Recording;
        return new RecordingStatus(
            recorder.Name, recording.IsWanted, recording.IsSuspended, status.State, Secrets.HideInAddress(status.Reason),
            Path.GetFileName(recording.File), recording.Since, recording.Files, recording.Bytes, recording.FreeBytes);
    }
}
