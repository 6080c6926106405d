using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Live.Metrics;

namespace VideoSeg.Pipeline.Live.Sources;

/// <summary>Counts over all connections of a source what came damaged. Written by one thread, read by any.</summary>
internal sealed class SourceDamage(string stream, LiveInstruments instruments)
{
    private readonly KeyValuePair<string, object?> _stream = new("stream", stream);
    private readonly KeyValuePair<string, object?> _corrupt = new("kind", "corrupt_frame");
    private readonly KeyValuePair<string, object?> _undecoded = new("kind", "undecoded");
    private VideoReaderStatistics _seen;
    private long _corruptFrames;
    private long _errors;

    /// <summary>Frames handed on although damaged.</summary>
    public long CorruptFrames => Volatile.Read(ref _corruptFrames);

    /// <summary>Packets that could not be decoded, and places where the container was damaged.</summary>
    public long Errors => Volatile.Read(ref _errors);

    /// <summary>Takes over what a reader has counted since its last call.</summary>
    public void Update(in VideoReaderStatistics now)
    {
        long corrupt = now.CorruptFrames - _seen.CorruptFrames;
        long errors = now.DecodeErrors + now.ReadErrors - _seen.DecodeErrors - _seen.ReadErrors;
        _seen = now;
        if (corrupt > 0)
        {
            Volatile.Write(ref _corruptFrames, _corruptFrames + corrupt);
            instruments.SourceDamage.Add(corrupt, _stream, _corrupt);
        }

        if (errors > 0)
        {
            Volatile.Write(ref _errors, _errors + errors);
            instruments.SourceDamage.Add(errors, _stream, _undecoded);
        }
    }

    /// <summary>The reader is closed; the next one counts from 0.</summary>
    public void Close() => _seen = default;
}
