namespace VideoSeg.Pipeline.Live.Outputs;

/// <summary>What a subscription does when its queue is full. Either way the next packet it gets after a loss is a key picture.</summary>
public enum PacketOverflow
{
    /// <summary>It gives up what waits, so that the one who was slow goes on with the newest: for viewers.</summary>
    SkipToNewest,

    /// <summary>It keeps what waits, and loses what comes until there is room: for recordings, of which as much as can be is to be kept.</summary>
    KeepWhatWaits,
}
