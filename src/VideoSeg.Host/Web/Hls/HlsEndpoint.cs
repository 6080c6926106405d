using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using VideoSeg.Host.Service;
using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Host.Web.Hls;

/// <summary><c>GET /hls/{stream}/index.m3u8</c> and its segments: the files of a stream's HLS output, of the first one by name where it has several.</summary>
internal static partial class HlsEndpoint
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Adds it.</summary>
    public static void Map(IEndpointRouteBuilder app) => app.MapMethods("/hls/{stream}/{file}", Methods, Send).ExcludeFromDescription();

    private static IResult Send(HttpContext context, StreamManager streams, string stream, string file)
    {
        if (streams.Find(stream) is not { } found)
        {
            return ViewerFaults.NoStream(stream);
        }

        if (found.Stream.Outlets.OfType<HlsOutlet>().MinBy(outlet => outlet.Name, StringComparer.Ordinal) is not { } hls)
        {
            return ViewerFaults.NotFound($"the stream {stream} has no output of kind hls; the configuration can give it one");
        }

        bool isPlaylist = file == HlsOutlet.PlaylistName;
        if (!isPlaylist && !Segment().IsMatch(file))
        {
            return ViewerFaults.NotFound($"expected {HlsOutlet.PlaylistName} or one of the segments that it names, found {file}");
        }

        FileStream content;
        try
        {
            content = new FileStream(Path.Combine(Path.GetDirectoryName(hls.Playlist)!, file), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (IOException)
        {
            return ViewerFaults.NotFound(isPlaylist ? $"the stream {stream} has written no segment yet" : $"the segment {file} is not there yet, or no more");
        }

        // Segments of another run have the same names.
        context.Response.Headers.CacheControl = "no-store";
        return Results.Stream(content, isPlaylist ? "application/vnd.apple.mpegurl" : "video/mp2t", enableRangeProcessing: true);
    }

    [GeneratedRegex("^segment-[0-9]{1,12}\\.ts$", RegexOptions.NonBacktracking)]
    private static partial Regex Segment();
}
