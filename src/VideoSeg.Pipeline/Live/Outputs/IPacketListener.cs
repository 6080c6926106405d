namespace VideoSeg.Pipeline.Live.Outputs;

/// <summary>Is told of what happens to a subscription, on the thread of whoever causes it; must return at once and never throw.</summary>
internal interface IPacketListener
{
    /// <summary>A packet waits, or the subscription has ended.</summary>
    void Arrived();

    /// <summary>A packet was lost because the queue was full.</summary>
    void Lost();
}
