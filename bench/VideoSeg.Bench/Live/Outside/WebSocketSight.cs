using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using VideoSeg.Pipeline.Capture;

namespace VideoSeg.Bench.Live.Outside;

/// <summary>
/// A viewer of the H.264 that browsers get over a WebSocket: takes each message's access unit out and gives it to a <see cref="VideoSight"/>,
/// over TCP on this machine. A delimiter follows each unit at once, for FFmpeg's reader would wait for the next one to know that it is whole.
/// </summary>
internal sealed class WebSocketSight : IOutputSight
{
    private const int HeaderBytes = 16;

    private static readonly byte[] AccessUnitDelimiter = [0, 0, 0, 1, 9, 0xf0];

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly VideoSight _player;
    private readonly Task _relay;
    private string? _fault;

    private WebSocketSight(Uri service, Sightings sightings)
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(1);
        var options = new VideoReaderOptions
        {
            Format = "h264",
            InputOptions = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add("fpsprobesize", "0").Add("analyzeduration", "100000"),
        };
        _player = new VideoSight($"tcp://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}", options, sightings);
        _relay = RelayAsync(new UriBuilder(new Uri(service, $"/api/streams/{ServedRun.Stream}/video?format=annexb")) { Scheme = "ws" }.Uri);
    }

    /// <inheritdoc/>
    public string? Fault => _fault ?? _player.Fault;

    /// <summary>Connects to a service.</summary>
    public static WebSocketSight Connect(Uri service, Sightings sightings) => new(service, sightings);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _player.DisposeAsync();
        await _relay;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task RelayAsync(Uri address)
    {
        try
        {
            using var socket = new ClientWebSocket();
            using Socket player = await _listener.AcceptAsync(_stop.Token);
            player.NoDelay = true;
            await socket.ConnectAsync(address, _stop.Token);
            byte[] message = new byte[1 << 20];
            while (true)
            {
                int length = 0;
                ValueWebSocketReceiveResult result;
                do
                {
                    if (length == message.Length)
                    {
                        Array.Resize(ref message, 2 * message.Length);
                    }

                    result = await socket.ReceiveAsync(message.AsMemory(length), _stop.Token);
                    length += result.Count;
                }
                while (!result.EndOfMessage);

                if (result.MessageType == WebSocketMessageType.Binary)
                {
                    await player.SendAsync(message.AsMemory(HeaderBytes, length - HeaderBytes), _stop.Token);
                    await player.SendAsync(AccessUnitDelimiter, _stop.Token);
                }
                else if (result.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // All was seen that there was to see.
        }
        catch (Exception e) when (e is WebSocketException or SocketException)
        {
            _fault = _stop.IsCancellationRequested ? null : e.Message;
        }
    }
}
