namespace VideoSeg.Pipeline.Live.Delivery.Batching;

/// <summary>What is to be done with the frames that wait.</summary>
/// <param name="Count">So many of them go into the next run, the first ones; 0: none yet.</param>
/// <param name="Until">Where none goes yet: when to look again, a time stamp of the clock; null: when another one comes.</param>
internal readonly record struct BatchPlan(int Count, long? Until);
