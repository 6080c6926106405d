using System.Collections.Immutable;

namespace VideoSeg.Host.Web;

/// <summary>The viewers of one rendition. Thread-safe; offering is done by one thread at a time.</summary>
internal sealed class ViewerSet
{
    private readonly Lock _lock = new();
    private ImmutableArray<Viewer> _viewers = [];
    private bool _isClosed;

    /// <summary>Whether nobody watches.</summary>
    public bool IsEmpty => _viewers.IsEmpty;

    /// <summary>Adds one; where the set was closed already, nothing will come for them.</summary>
    public void Add(Viewer viewer)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                viewer.Queue.Complete();
                return;
            }

            _viewers = _viewers.Add(viewer);
        }
    }

    /// <summary>Takes one out.</summary>
    public void Remove(Viewer viewer)
    {
        lock (_lock)
        {
            _viewers = _viewers.Remove(viewer);
        }
    }

    /// <summary>Offers a message to each of them and releases it.</summary>
    public void Send(ViewerMessage message)
    {
        foreach (Viewer viewer in _viewers)
        {
            viewer.Queue.Offer(message);
        }

        message.Release();
    }

    /// <summary>Nothing will come any more.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            foreach (Viewer viewer in _viewers)
            {
                viewer.Queue.Complete();
            }

            _viewers = [];
        }
    }
}
