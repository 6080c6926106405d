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

/// <summary>A row of the training log.</summary>
/// <param name="Epoch">Epoch, from 1.</param>
/// <param name="Size">Side of the network's input, in pixels.</param>
/// <param name="LearningRate">Learning rate of the epoch's last step.</param>
/// <param name="Loss">Mean training loss.</param>
/// <param name="ValidationLoss">Mean loss on the hold-out, by the averaged weights, without augmentation.</param>
/// <param name="ValidationDice">Mean Dice per image on the hold-out, by the averaged weights, at original resolution.</param>
/// <param name="ValidationIou">Mean IoU per image on the hold-out, likewise.</param>
/// <param name="Seconds">Time the epoch took, validation included; what a killed run lost is not counted.</param>
public sealed record EpochRecord(
    int Epoch, int Size, double LearningRate, double Loss, double ValidationLoss, double ValidationDice, double ValidationIou, double Seconds);
