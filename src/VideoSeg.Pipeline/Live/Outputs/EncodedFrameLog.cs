namespace VideoSeg.Pipeline.Live.Outputs;

/// <summary>What is known of the frames that an encoder was sent last, found again by their time. Not for two threads at a time.</summary>
internal sealed class EncodedFrameLog
{
    /// <summary>More frames than any encoder of live settings holds back.</summary>
    private const int Slots = 128;

    private readonly Entry[] _entries = new Entry[Slots];
    private int _next;

    /// <summary>Takes note of a frame that is about to be sent.</summary>
    public void Add(LiveFrame frame)
    {
        _entries[_next] = new Entry(frame.Ticks, frame.Number, frame.CapturedAt, frame.HandedOverAt, frame.CapturedUtc);
        _next = (_next + 1) % Slots;
    }

    /// <summary>Tells a packet what is known of its frame.</summary>
    public void Describe(LivePacket packet, long ticks)
    {
        for (int i = 1; i <= Slots; i++)
        {
            ref Entry entry = ref _entries[(_next - i + Slots) % Slots];
            if (entry.Ticks == ticks)
            {
                (packet.FrameNumber, packet.CapturedAt) = (entry.Number, entry.CapturedAt);
                (packet.HandedOverAt, packet.CapturedUtc) = (entry.HandedOverAt, entry.CapturedUtc);
                return;
            }
        }
    }

    private readonly record struct Entry(long Ticks, long Number, long CapturedAt, long HandedOverAt, DateTimeOffset CapturedUtc);
}
