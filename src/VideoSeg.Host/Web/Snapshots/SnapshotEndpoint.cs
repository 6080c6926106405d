using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using VideoSeg.Host.Api;
using VideoSeg.Host.Service;
using VideoSeg.Host.Service.Configuration;
using VideoSeg.Model.Images;
using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Host.Web.Snapshots;

/// <summary><c>GET /api/streams/{stream}/snapshot?format=jpeg|png&amp;rendition=annotated|original</c>: the picture as it is now.</summary>
internal sealed class SnapshotEndpoint(StreamManager streams, StatusReader status, SharedSnapshots snapshots, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>Adds it.</summary>
    public static void Map(IEndpointRouteBuilder app) => app
        .MapGet("/api/streams/{stream}/snapshot", (HttpContext context, string stream, string? format, string? rendition, SnapshotEndpoint endpoint) =>
            endpoint.HandleAsync(context, stream, format, rendition))
        .WithSummary("The picture as it is now; format jpeg or png, rendition annotated or original").WithTags("Viewing")
        .Produces<Stream>(StatusCodes.Status200OK, "image/jpeg", "image/png")
        .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);

    private async Task<IResult> HandleAsync(HttpContext context, string name, string? format, string? picture)
    {
        StreamEntry entry = streams.Require(name);
        if (ViewerPictures.Parse(picture) is not { } rendition)
        {
            return ViewerFaults.NoRendition(picture!);
        }

        ImageContainer? container = format switch { null or "jpeg" => ImageContainer.Jpeg, "png" => ImageContainer.Png, _ => null };
        if (container is null)
        {
            return ViewerFaults.BadRequest($"expected format jpeg or png, found {format}");
        }

        Snapshot? snapshot = entry.Running is { } running ? await TakeAsync(running, container.Value, rendition, context.RequestAborted) : null;
        if (snapshot is null)
        {
            context.Response.Headers.RetryAfter = "2";
            return ViewerFaults.NotNow($"expected a picture of the stream {name}, found none within {Longest.TotalSeconds:0} s: {Why(entry)}");
        }

        string capturedAt = snapshot.CapturedAt.UtcDateTime.ToString("yyyyMMdd'T'HHmmss.fff'Z'", CultureInfo.InvariantCulture);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Slate"] = snapshot.IsSlate ? "true" : "false";
        context.Response.Headers["X-Frame-Number"] = snapshot.Frame.ToString(CultureInfo.InvariantCulture);
        return Results.Bytes(snapshot.Bytes, snapshot.ContentType, $"{name}-{capturedAt}.{(container == ImageContainer.Png ? "png" : "jpg")}");
    }

    private async Task<Snapshot?> TakeAsync(ManagedStream stream, ImageContainer container, LiveRendition rendition, CancellationToken gone)
    {
        using var limit = new CancellationTokenSource(Longest, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stream.Ending, gone);
        try
        {
            using SharedOutlets<SnapshotOutlet>.Lease lease = snapshots.Acquire(stream);
            await lease.Outlet.FirstFrame.WaitAsync(over.Token);
            return await lease.Outlet.TakeAsync(container, rendition, gone);
        }
        catch (OperationCanceledException) when (!gone.IsCancellationRequested)
        {
            return null;
        }
    }

    private string Why(StreamEntry entry)
    {
        Api.Messages.SourceStatus source = status.Stream(entry).Source;
        string word = $"its source is {SettingText.Format(source.State)}";
        return source.Reason.Length == 0 ? word : $"{word}: {source.Reason}";
    }
}
