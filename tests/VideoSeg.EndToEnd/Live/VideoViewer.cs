using System.Buffers.Binary;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;

namespace VideoSeg.EndToEnd.Live;

/// <summary>A viewer of the video over a WebSocket that is no browser.</summary>
internal sealed class VideoViewer : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly SocketsHttpHandler _handler;
    private readonly HttpMessageInvoker _invoker;
    private byte[] _buffer = new byte[1 << 16];

    private VideoViewer(int? receiveBuffer)
    {
        _handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                if (receiveBuffer is { } bytes)
                {
                    socket.ReceiveBufferSize = bytes;
                }

                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        _invoker = new HttpMessageInvoker(_handler);
    }

    /// <summary>What the last text message said.</summary>
    public JsonElement Setup { get; private set; }

    /// <summary>Connects. A small receive buffer makes a viewer that does not read felt soon.</summary>
    public static async Task<VideoViewer> ConnectAsync(Uri service, string query, CancellationToken cancellationToken, int? receiveBuffer = null, string? origin = null)
    {
        var viewer = new VideoViewer(receiveBuffer);
        try
        {
            if (origin is not null)
            {
                viewer._socket.Options.SetRequestHeader("Origin", origin);
            }

            await viewer._socket.ConnectAsync(new UriBuilder(new Uri(service, $"/api/streams/sample/video?{query}")) { Scheme = "ws" }.Uri, viewer._invoker, cancellationToken);
            return viewer;
        }
        catch
        {
            viewer.Dispose();
            throw;
        }
    }

    /// <summary>The next frame or init segment; text messages on the way are put into <see cref="Setup"/>. Null: the service closed.</summary>
    public async Task<VideoUnit?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            int length = 0;
            ValueWebSocketReceiveResult result;
            do
            {
                if (length == _buffer.Length)
                {
                    Array.Resize(ref _buffer, _buffer.Length * 2);
                }

                result = await _socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken);
                length += result.Count;
            }
            while (!result.EndOfMessage);

            switch (result.MessageType)
            {
                case WebSocketMessageType.Close:
                    return null;
                case WebSocketMessageType.Text:
                    Setup = JsonSerializer.Deserialize<JsonElement>(_buffer.AsSpan(0, length));
                    break;
                default:
                    ReadOnlySpan<byte> bytes = _buffer.AsSpan(0, length);
                    return new VideoUnit(
                        (bytes[0] & 1) != 0, (bytes[0] & 2) != 0, BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]),
                        BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]), bytes[16..].ToArray());
            }
        }
    }

    /// <summary>Sends a text.</summary>
    public ValueTask SayAsync(string text, CancellationToken cancellationToken) =>
        _socket.SendAsync(System.Text.Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose();
        _invoker.Dispose();
        _handler.Dispose();
    }
}

/// <summary>A binary message of the video.</summary>
internal sealed record VideoUnit(bool IsKey, bool IsInit, uint Number, long Time, byte[] Data);
