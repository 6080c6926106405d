namespace VideoSeg.Pipeline.Live.Delivery;

/// <summary>Takes the masks that the network made of a stream's frames.</summary>
internal interface IAnalysisReceiver
{
    /// <summary>Takes a frame and its masks, both the receiver's own from now on. Calls may come from several threads at a time, and after the stream has left.</summary>
    void Analysed(in Analysis analysis);
}
