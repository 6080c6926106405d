namespace VideoSeg.Model.Training;

/// <summary>How the averaged weights do on the hold-out.</summary>
/// <param name="Loss">Mean loss at the network's size.</param>
/// <param name="Dice">Mean Dice per image at original resolution, of several classes the mean over all but the background.</param>
/// <param name="Iou">Mean IoU per image, likewise.</param>
/// <param name="PolypDice">Mean Dice per image of polyps of whatever class.</param>
internal sealed record HoldoutScores(double Loss, double Dice, double Iou, double PolypDice);
