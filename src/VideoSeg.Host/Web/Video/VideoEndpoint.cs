using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using VideoSeg.Host.Api;
using VideoSeg.Host.Service;
using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Host.Web.Video;

/// <summary><c>GET /api/streams/{stream}/video?format=annexb|fmp4&amp;rendition=annotated|original</c>: H.264 over a WebSocket.</summary>
internal sealed class VideoEndpoint(
    StreamManager streams, SharedRenditions renditions, ViewerSeats seats, ViewerInstruments instruments, IHostApplicationLifetime lifetime)
{
    // A second or two: more would only be late. Beside it the network holds some (see SendBuffer).
    private const int MostPackets = 60;

    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(10);

    /// <summary>Adds it.</summary>
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/streams/{stream}/video", (HttpContext context, string stream, string? format, string? rendition, VideoEndpoint endpoint) =>
            endpoint.HandleAsync(context, stream, format, rendition))
            .WithSummary("H.264 over a WebSocket; format annexb or fmp4, rendition annotated or original").WithTags("Viewing")
            .Produces(StatusCodes.Status101SwitchingProtocols).Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound);

    private async Task<IResult> HandleAsync(HttpContext context, string name, string? formatName, string? picture)
    {
        if (streams.Find(name) is not { } stream)
        {
            return ViewerFaults.NoStream(name);
        }

        if (ViewerPictures.Parse(picture) is not { } chosen)
        {
            return ViewerFaults.NoRendition(picture!);
        }

        VideoFormat? format = formatName switch { null or "annexb" => VideoFormat.AnnexB, "fmp4" => VideoFormat.Fmp4, _ => null };
        if (format is null)
        {
            return ViewerFaults.BadRequest($"expected format annexb or fmp4, found {formatName}");
        }

        if (!context.WebSockets.IsWebSocketRequest)
        {
            return ViewerFaults.BadRequest("expected a WebSocket; other programs get the video as MJPEG, HLS or from an output of the stream");
        }

        using ViewerSeats.Seat? seat = seats.TryTake();
        if (seat is null)
        {
            return ViewerFaults.NoSeat();
        }

        await ServeAsync(context, stream, chosen, format.Value);
        return Results.Empty;
    }

    private async Task ServeAsync(HttpContext context, ManagedStream stream, LiveRendition picture, VideoFormat format)
    {
        SendBuffer.Bound(context);
        // No limit for the answer to a ping: it waits behind what a slow viewer has yet to read. Who takes nothing is noticed by the frames.
        var settings = new WebSocketAcceptContext { KeepAliveInterval = KeepAlive };
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(settings);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stream.Ending, lifetime.ApplicationStopping);
        try
        {
            using SharedOutlets<EncodedRendition>.Lease lease = renditions.Video(stream, picture);
            using var viewer = new Viewer(stream.Name, format == VideoFormat.AnnexB ? "annexb" : "fmp4", lease.Outlet, MostPackets, instruments);
            await new VideoSocket(socket, viewer, format).RunAsync(ending.Token);
        }
        catch (OperationCanceledException) when (stream.Ending.IsCancellationRequested)
        {
            // It ended just now.
        }
    }
}
