using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using VideoSeg.Model;

namespace VideoSeg.Bench.Live;

/// <summary>
/// Plays a coded video to whoever connects, frame after frame at its rate, over TCP on this machine, and knows when each frame was sent. A thread
/// of its own; the frames are not decoded.
/// </summary>
internal sealed class CodedFeed : IDisposable
{
    private const int PacketBytes = 188;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly byte[] _bytes;
    private readonly int[] _ends;
    private readonly long[] _sent;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stopping;

    /// <summary>Listens at once; plays from the first frame on when somebody connects.</summary>
    public CodedFeed(CodedVideo video)
    {
        _bytes = File.ReadAllBytes(video.Path);
        _ends = Ends(_bytes);
        if (_ends.Length != video.Polyps.Length)
        {
            throw new VideoSegException(FaultKind.Input, $"expected {video.Polyps.Length} frames in '{video.Path}', found {_ends.Length}. Delete it; it is made anew.");
        }

        _sent = new long[_ends.Length];
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(1);
        new Thread(Main) { Name = "coded feed", IsBackground = true, Priority = ThreadPriority.AboveNormal }.Start();
    }

    /// <summary>What to open.</summary>
    public string Url => $"tcp://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}";

    /// <summary>Frames in all.</summary>
    public int Frames => _ends.Length;

    /// <summary>When the last byte of a frame was sent: a time stamp of <see cref="Stopwatch"/>; 0 before it was.</summary>
    public long SentAt(int frame) => Volatile.Read(ref _sent[frame]);

    /// <summary>Ends when the last frame was sent, or the other side hung up.</summary>
    public Task Ended => _ended.Task;

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping = true;
        _listener.Dispose();
    }

    private void Main()
    {
        try
        {
            using Socket peer = _listener.Accept();
            peer.NoDelay = true;
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < _ends.Length && !_stopping; i++)
            {
                WaitUntil(start + (i * Stopwatch.Frequency / CodedVideo.FrameRate));
                int begin = i == 0 ? 0 : _ends[i - 1];
                for (int at = begin; at < _ends[i];)
                {
                    at += peer.Send(_bytes, at, _ends[i] - at, SocketFlags.None);
                }

                Volatile.Write(ref _sent[i], Stopwatch.GetTimestamp());
            }
        }
        catch (SocketException)
        {
            // The other side hung up, or nobody came.
        }
        catch (ObjectDisposedException)
        {
            // Nobody came.
        }

        _ended.TrySetResult();
    }

    private static void WaitUntil(long due)
    {
        using var never = new ManualResetEventSlim();
        while (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is { TotalMilliseconds: > 0.2 } left)
        {
            never.Wait(left);
        }
    }

    /// <summary>Where each frame ends: the muxer begins one with each payload of the video's packets.</summary>
    private static int[] Ends(ReadOnlySpan<byte> bytes)
    {
        const int VideoPid = 0x100;
        var starts = new List<int>();
        int tables = -1;
        for (int at = 0; at + PacketBytes <= bytes.Length; at += PacketBytes)
        {
            int pid = (bytes[at + 1] & 0x1f) << 8 | bytes[at + 2];
            bool begins = (bytes[at + 1] & 0x40) != 0;
            if (pid != VideoPid)
            {
                // Tables belong to the frame behind them.
                tables = tables < 0 ? at : tables;
            }
            else
            {
                if (begins)
                {
                    starts.Add(tables < 0 ? at : tables);
                }

                tables = -1;
            }
        }

        return [.. starts.Skip(1), bytes.Length];
    }
}
