namespace VideoSeg.Model.Training;

/// <summary>Where a training run stands, reported after steps and after epochs.</summary>
/// <param name="Epoch">Epoch in progress, from 1.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="Size">Side of the network's input in this epoch, in pixels.</param>
/// <param name="Sample">Samples of this epoch that are done.</param>
/// <param name="Samples">Samples of this epoch.</param>
/// <param name="SamplesPerSecond">Speed since the run (or its resumption) entered this epoch.</param>
/// <param name="Remaining">Estimated time to the end of the run; null until there is a ground for it.</param>
/// <param name="Completed">The epoch's results once it is over; null while it runs.</param>
public sealed record TrainingProgress(
    int Epoch, int Epochs, int Size, int Sample, int Samples, double SamplesPerSecond, TimeSpan? Remaining, EpochRecord? Completed);
