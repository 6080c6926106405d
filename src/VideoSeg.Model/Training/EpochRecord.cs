namespace VideoSeg.Model.Training;

/// <summary>A row of the training log.</summary>
/// <param name="Epoch">Epoch, from 1.</param>
/// <param name="Size">Side of the network's input, in pixels.</param>
/// <param name="LearningRate">Learning rate of the epoch's last step.</param>
/// <param name="Loss">Mean training loss.</param>
/// <param name="ValidationLoss">Mean loss on the hold-out, by the averaged weights, without augmentation.</param>
/// <param name="ValidationDice">
/// Mean Dice per image on the hold-out, by the averaged weights, at original resolution; of several classes the mean over those that it shows, each over
/// the pixels of all images together.
/// </param>
/// <param name="ValidationIou">IoU on the hold-out, likewise.</param>
/// <param name="Seconds">Time the epoch took, validation included; what a killed run lost is not counted.</param>
/// <param name="SkippedSteps">Steps whose gradients were not finite and counted as nought. Default 0.</param>
/// <param name="ValidationPolypDice">Mean Dice per image of polyps of whatever class; null where there is one class, of which <paramref name="ValidationDice"/> says it.</param>
/// <param name="ImagesPerSecond">Training pictures a second, without validation, since the run or its resumption entered the epoch. Default 0, not known.</param>
public sealed record EpochRecord(
    int Epoch, int Size, double LearningRate, double Loss, double ValidationLoss, double ValidationDice, double ValidationIou, double Seconds,
    int SkippedSteps = 0, double? ValidationPolypDice = null, double ImagesPerSecond = 0);
