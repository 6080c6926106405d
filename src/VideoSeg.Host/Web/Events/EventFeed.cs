using System.Buffers;
using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using VideoSeg.Host.Api;
using VideoSeg.Host.Service;
using VideoSeg.Pipeline.Live.Detections;

namespace VideoSeg.Host.Web.Events;

/// <summary>
/// The events for one client: <c>status</c> at once, each second, and when something changes; <c>detections</c> of each analysed frame, with the number
/// of the frame that shows it first as their id; <c>end</c> as the last one. A status is made when it can be sent, so it is never an old one.
/// </summary>
internal sealed class EventFeed(
    StreamEntry entry, StreamManager streams, StatusReader status, StreamNews news, SharedDetections detections, ViewerInstruments instruments, TimeProvider time)
{
    private static readonly TimeSpan Regularly = TimeSpan.FromSeconds(1);
    // How long a client waits before it asks again.
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(2);

    private readonly ArrayBufferWriter<byte> _text = new(4096);

    /// <summary>All of them. Once.</summary>
    /// <param name="ending">Cancelled when the client is to be sent away: it is told.</param>
    /// <param name="gone">Cancelled when the client is gone.</param>
    public async IAsyncEnumerable<SseItem<string>> ReadAsync(CancellationToken ending, [EnumeratorCancellation] CancellationToken gone = default)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ending, gone);
        // Any number of reasons to tell how the stream is are one.
        var due = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
        // Not by the timer, which may be later than the first detections.
        due.Writer.TryWrite(true);
        using IDisposable changes = news.Subscribe(entry.Name, () => due.Writer.TryWrite(true));
        await using ITimer clock = time.CreateTimer(_ => due.Writer.TryWrite(true), null, Regularly, Regularly);
        using EventsViewer? viewer = Join();
        using var json = new DetectionsJson();
        Task<bool> telling = Quietly(due.Reader.WaitToReadAsync(over.Token));
        Task<bool>? finding = viewer is null ? null : Quietly(viewer.Waiting.WaitAsync(over.Token));
        while (IsOn(over.Token))
        {
            await (finding is null ? (Task)telling : Task.WhenAny(finding, telling));
            if (telling.IsCompleted && due.Reader.TryRead(out _))
            {
                telling = Quietly(due.Reader.WaitToReadAsync(over.Token));
                if (streams.Entry(entry.Name) is { } now)
                {
                    yield return Status(now);
                }
            }

            if (finding is { IsCompleted: true })
            {
                while (IsOn(over.Token) && viewer!.Waiting.TryRead(out LiveDetections? found))
                {
                    yield return Found(found, json);
                    viewer.CountDelivered();
                }

                // It ends with the stream only.
                finding = await finding ? Quietly(viewer!.Waiting.WaitAsync(over.Token)) : null;
            }
        }

        if (!gone.IsCancellationRequested)
        {
            yield return new SseItem<string>($$"""{"reason":"{{Reason()}}"}""", "end");
        }
    }

    private static async Task<bool> Quietly(ValueTask<bool> waiting)
    {
        try
        {
            return await waiting;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Whether it is the same run of the stream still; it is looked at no more rarely than each second.</summary>
    private bool IsOn(CancellationToken over) => !over.IsCancellationRequested && streams.Entry(entry.Name) is { } now && now.Running == entry.Running;

    private EventsViewer? Join()
    {
        try
        {
            return entry.Running is { } running ? new EventsViewer(running, detections, instruments) : null;
        }
        catch (OperationCanceledException)
        {
            return null; // it ended just now
        }
    }

    private SseItem<string> Status(StreamEntry now) =>
        new(JsonSerializer.Serialize(status.Stream(now), ApiJson.Answers.StreamStatus), "status") { ReconnectionInterval = Again };

    private SseItem<string> Found(LiveDetections found, DetectionsJson json)
    {
        _text.ResetWrittenCount();
        json.Write(found, _text);
        return new SseItem<string>(Encoding.UTF8.GetString(_text.WrittenSpan), "detections") { EventId = found.Frame.ToString(CultureInfo.InvariantCulture) };
    }

    private string Reason() => streams.IsEnding ? "serviceEnds" : streams.Entry(entry.Name) is null ? "streamRemoved" : "streamChanged";
}
