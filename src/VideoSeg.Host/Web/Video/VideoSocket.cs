using System.Net.WebSockets;
using System.Text.Json;
using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Host.Web.Video;

/// <summary>Sends a viewer's messages over their WebSocket, and listens to what they ask for, until one side ends.</summary>
internal sealed class VideoSocket(WebSocket socket, Viewer viewer, VideoFormat format)
{
    /// <summary>A viewer whose connection takes nothing for this long is let go.</summary>
    public static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);

    /// <summary>Returns when all is over; the socket is closed where the other side took part.</summary>
    /// <param name="ending">Cancelled when the viewer is to be sent away.</param>
    public async Task RunAsync(CancellationToken ending)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ending);
        using var listening = new CancellationTokenSource();
        Task receiving = ReceiveAsync(over, listening.Token);
        try
        {
            await SendAsync(over.Token);
        }
        catch (OperationCanceledException)
        {
            // Sent away, gone, or too slow: closed below, or aborted already.
        }
        catch (WebSocketException)
        {
            // Gone without a word.
        }

        await over.CancelAsync();
        await CloseAsync(receiving, listening);
    }

    private async Task SendAsync(CancellationToken over)
    {
        using var slow = new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over, slow.Token);
        using var packer = new VideoPacker(format);
        VideoSetup? told = null;
        while (await viewer.Packets.ReadAsync(over) is { } packet)
        {
            ReadOnlyMemory<byte> message;
            using (packet)
            {
                message = packer.Pack(packet);
            }

            if (message.IsEmpty)
            {
                continue;
            }

            slow.CancelAfter(SendLimit);
            if (!ReferenceEquals(packer.Setup, told))
            {
                told = packer.Setup!;
                await TellAsync(told, either.Token);
            }

            await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, either.Token);
            slow.CancelAfter(Timeout.InfiniteTimeSpan);
            viewer.CountDelivered();
        }
    }

    private async Task TellAsync(VideoSetup setup, CancellationToken cancellationToken)
    {
        await socket.SendAsync(setup.Text, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        if (!setup.Init.IsEmpty)
        {
            await socket.SendAsync(setup.Init, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
        }
    }

    private async Task ReceiveAsync(CancellationTokenSource over, CancellationToken listening)
    {
        byte[] buffer = new byte[256];
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult result = await socket.ReceiveAsync(buffer.AsMemory(), listening);
                if (result.MessageType == WebSocketMessageType.Close || !result.EndOfMessage)
                {
                    break; // what viewers say is short
                }

                Take(buffer.AsSpan(0, result.Count));
            }
        }
        catch (OperationCanceledException)
        {
            // Not waited for any longer.
        }
        catch (WebSocketException)
        {
            // Gone without a word.
        }

        await over.CancelAsync();
    }

    private void Take(ReadOnlySpan<byte> text)
    {
        try
        {
            if (JsonSerializer.Deserialize(text, VideoJson.Default.VideoRequest)?.Ask == "key")
            {
                viewer.Packets.RequestKeyFrame();
            }
        }
        catch (JsonException)
        {
            // Whatever it is, it is not for us.
        }
    }

    private async Task CloseAsync(Task receiving, CancellationTokenSource listening)
    {
        // From here on the other side has a moment; cancelling what is still going on aborts the socket.
        listening.CancelAfter(CloseLimit);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "no more video", listening.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // It did not take it.
        }
        catch (WebSocketException)
        {
            // Gone already.
        }

        await receiving;
    }
}
