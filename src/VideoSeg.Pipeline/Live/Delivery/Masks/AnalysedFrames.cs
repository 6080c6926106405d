using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Live.Delivery.Masks;

/// <summary>The polyps of the last analysed frames of a stream, in the order of their numbers. Thread-safe; allocates nothing once its sets have grown.</summary>
internal sealed class AnalysedFrames
{
    private readonly Lock _lock = new();
    private readonly (AnalysedFrame Frame, PolypSet Polyps)[] _entries;
    private int _count;
    private long _added;

    /// <summary>Remembers so many.</summary>
    public AnalysedFrames(int capacity) => _entries = [.. Enumerable.Range(0, capacity).Select(_ => (default(AnalysedFrame), new PolypSet()))];

    /// <summary>The newest one; null before the first.</summary>
    public AnalysedFrame? Newest
    {
        get
        {
            lock (_lock)
            {
                return _count == 0 ? null : At(_count - 1).Frame;
            }
        }
    }

    /// <summary>Adds one, whose number must be higher than all before; copies the polyps.</summary>
    public void Add(in AnalysedFrame frame, PolypSet polyps)
    {
        lock (_lock)
        {
            ref (AnalysedFrame Frame, PolypSet Polyps) entry = ref _entries[_added++ % _entries.Length];
            entry.Frame = frame;
            entry.Polyps.CopyFrom(polyps);
            _count = Math.Min(_count + 1, _entries.Length);
        }
    }

    /// <summary>Copies the newest one's polyps; null before the first.</summary>
    public AnalysedFrame? CopyNewest(PolypSet polyps)
    {
        lock (_lock)
        {
            if (_count == 0)
            {
                return null;
            }

            ref (AnalysedFrame Frame, PolypSet Polyps) entry = ref At(_count - 1);
            polyps.CopyFrom(entry.Polyps);
            return entry.Frame;
        }
    }

    /// <summary>The last one up to a frame, and the first one from it on; both the frame's own where it was analysed itself.</summary>
    public (AnalysedFrame? Earlier, AnalysedFrame? Later) Around(long number)
    {
        lock (_lock)
        {
            AnalysedFrame? earlier = null;
            for (int i = 0; i < _count; i++)
            {
                AnalysedFrame frame = At(i).Frame;
                if (frame.Number >= number)
                {
                    return (frame.Number == number ? frame : earlier, frame);
                }

                earlier = frame;
            }

            return (earlier, null);
        }
    }

    /// <summary>Copies the polyps of a frame; false where it is not remembered.</summary>
    public bool TryCopy(long number, PolypSet polyps)
    {
        lock (_lock)
        {
            for (int i = _count - 1; i >= 0; i--)
            {
                ref (AnalysedFrame Frame, PolypSet Polyps) entry = ref At(i);
                if (entry.Frame.Number == number)
                {
                    polyps.CopyFrom(entry.Polyps);
                    return true;
                }
            }

            return false;
        }
    }

    private ref (AnalysedFrame Frame, PolypSet Polyps) At(int index) => ref _entries[(_added - _count + index) % _entries.Length];
}
