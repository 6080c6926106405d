namespace VideoSeg.Pipeline.Live;

/// <summary>How live pictures and their masks come together.</summary>
public enum DeliveryMode
{
    /// <summary>The newest picture goes out at once, with the newest mask moved along with it: the least delay.</summary>
    Latest,

    /// <summary>Each picture waits a constant time for its own mask.</summary>
    Synchronised,
}
