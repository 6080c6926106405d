using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace VideoSeg.Host.Web;

/// <summary>How much of a viewer's video may be on its way.</summary>
internal static class SendBuffer
{
    // Linux doubles it. Enough for 20 Mbit/s at 100 ms; left alone, some megabytes, which at a slow viewer's are many seconds of old video.
    private const int Bytes = 256 << 10;

    /// <summary>Bounds it for the connection of a request.</summary>
    public static void Bound(HttpContext context)
    {
        if (context.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
        {
            socket.SendBufferSize = Bytes;
            socket.NoDelay = true;
        }
    }
}
