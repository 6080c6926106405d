using System.Buffers.Binary;
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
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ManualResetEventSlim _begun = new();
    private readonly byte[] _bytes;
    private readonly int[] _ends;
    private readonly long[] _sent;
    private readonly double _rate;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stopping;

    /// <summary>Listens at once; plays from the first frame on when somebody has connected and <see cref="Begin"/> was called.</summary>
    /// <param name="video">What.</param>
    /// <param name="frames">How many frames of it.</param>
    /// <param name="rate">Frames a second.</param>
    public CodedFeed(CodedVideo video, int frames, double rate = CodedVideo.FrameRate)
    {
        _bytes = File.ReadAllBytes(video.Path);
        int[] ends = Ends(_bytes);
        if (ends.Length != video.Polyps.Length)
        {
            throw new VideoSegException(FaultKind.Input, $"expected {video.Polyps.Length} frames in '{video.Path}', found {ends.Length}. Delete it; it is made anew.");
        }

        (_ends, _sent, _rate) = (ends[..Math.Min(frames, ends.Length)], new long[Math.Min(frames, ends.Length)], rate);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(1);
        new Thread(Main) { Name = "coded feed", IsBackground = true }.Start();
    }

    /// <summary>FFmpeg's name of what it sends.</summary>
    public static string Format => "flv";

    /// <summary>What to open.</summary>
    public string Url => $"tcp://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}";

    /// <summary>Frames in all.</summary>
    public int Frames => _ends.Length;

    /// <summary>Ends when the last frame was sent, or the other side hung up.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Frames sent so far.</summary>
    public int Sent { get; private set; }

    /// <summary>When the last byte of a frame was sent: a time stamp of <see cref="Stopwatch"/>; 0 before it was.</summary>
    public long SentAt(int frame) => Volatile.Read(ref _sent[frame]);

    /// <summary>Lets it play.</summary>
    public void Begin() => _begun.Set();

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping = true;
        _begun.Set();
        _listener.Dispose();
    }

    private void Main()
    {
        try
        {
            using Socket peer = _listener.Accept();
            peer.NoDelay = true;
            _begun.Wait();
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < _ends.Length && !_stopping; i++)
            {
                WaitUntil(start + (long)(i * Stopwatch.Frequency / _rate));
                for (int at = i == 0 ? 0 : _ends[i - 1]; at < _ends[i];)
                {
                    at += peer.Send(_bytes, at, _ends[i] - at, SocketFlags.None);
                }

                Volatile.Write(ref _sent[i], Stopwatch.GetTimestamp());
                Sent++;
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

    /// <summary>Where each frame ends: FLV puts each into a tag of its own. What comes before it, such as the decoder's settings, belongs to it.</summary>
    private static int[] Ends(ReadOnlySpan<byte> bytes)
    {
        const int HeadBytes = 9, SizeBytes = 4, TagBytes = 11;
        const byte VideoTag = 9, Pictures = 1;
        var ends = new List<int>();
        for (int at = HeadBytes + SizeBytes; at + TagBytes < bytes.Length;)
        {
            int length = (int)(BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]) & 0xff_ffff), end = at + TagBytes + length + SizeBytes;
            if (end <= bytes.Length && length > 1 && bytes[at] == VideoTag && bytes[at + TagBytes + 1] == Pictures)
            {
                ends.Add(end);
            }

            at = end;
        }

        return [.. ends];
    }
}
