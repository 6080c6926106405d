namespace VideoSeg.Model.Training;

/// <summary>How the averaged weights do on the hold-out.</summary>
/// <param name="Loss">Mean loss at the network's size.</param>
/// <param name="Dice">Mean Dice per image at original resolution.</param>
/// <param name="Iou">Mean IoU per image at original resolution.</param>
internal sealed record HoldoutScores(double Loss, double Dice, double Iou);
