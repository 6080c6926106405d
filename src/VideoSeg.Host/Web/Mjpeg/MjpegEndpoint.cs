using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using VideoSeg.Host.Api;
using VideoSeg.Host.Service;
using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Host.Web.Mjpeg;

/// <summary><c>GET /api/streams/{stream}/mjpeg?rendition=annotated|original</c>: JPEG after JPEG, for whatever shows pictures.</summary>
internal sealed class MjpegEndpoint(
    StreamManager streams, SharedRenditions renditions, ViewerSeats seats, ViewerInstruments instruments, IHostApplicationLifetime lifetime)
{
    // The newest picture and one on its way: what is older would only be late.
    private const int MostPictures = 2;

    /// <summary>Adds it.</summary>
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/streams/{stream}/mjpeg", (HttpContext context, string stream, string? rendition, MjpegEndpoint endpoint) =>
            endpoint.HandleAsync(context, stream, rendition))
            .WithSummary("JPEG after JPEG; rendition annotated or original").WithTags("Viewing")
            .Produces<Stream>(StatusCodes.Status200OK, "multipart/x-mixed-replace").Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound);

    private async Task<IResult> HandleAsync(HttpContext context, string name, string? picture)
    {
        if (streams.Find(name) is not { } stream)
        {
            return ViewerFaults.NoStream(name);
        }

        if (ViewerPictures.Parse(picture) is not { } chosen)
        {
            return ViewerFaults.NoRendition(picture!);
        }

        using ViewerSeats.Seat? seat = seats.TryTake();
        if (seat is null)
        {
            return ViewerFaults.NoSeat();
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stream.Ending, lifetime.ApplicationStopping);
        try
        {
            using SharedOutlets<EncodedRendition>.Lease lease = renditions.Mjpeg(stream, chosen);
            using var viewer = new Viewer(stream.Name, "mjpeg", lease.Outlet, MostPictures, instruments);
            await SendAsync(context, viewer, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Gone, or sent away.
        }

        return Results.Empty;
    }

    private static async Task SendAsync(HttpContext context, Viewer viewer, CancellationToken ending)
    {
        SendBuffer.Bound(context);
        HttpResponse response = context.Response;
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        response.ContentType = MjpegPart.MediaType;
        response.Headers.CacheControl = "no-store";
        var part = new MjpegPart();
        await response.Body.WriteAsync(MjpegPart.FirstLine, ending);
        while (await viewer.Packets.ReadAsync(ending) is { } packet)
        {
            ReadOnlyMemory<byte> bytes;
            using (packet)
            {
                bytes = part.Pack(packet);
            }

            await response.Body.WriteAsync(bytes, ending);
            await response.Body.FlushAsync(ending);
            viewer.CountDelivered();
        }
    }
}
