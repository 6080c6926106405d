namespace VideoSeg.Model.Training;

/// <summary>What a finished run came to.</summary>
/// <param name="Epochs">Epochs that were run.</param>
/// <param name="BestEpoch">Epoch with the best validation Dice, from 1.</param>
/// <param name="BestDice">Its validation Dice.</param>
/// <param name="StoppedEarly">Whether early stopping ended the last stage.</param>
/// <param name="BestWeights">File of that epoch's weights.</param>
public sealed record TrainingResult(int Epochs, int BestEpoch, double BestDice, bool StoppedEarly, string BestWeights);
