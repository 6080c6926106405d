namespace VideoSeg.Model.Training;

/// <summary>How the averaged weights do on the hold-out.</summary>
/// <param name="Loss">Mean loss at the network's size.</param>
/// <param name="Dice">
/// Mean Dice per image at original resolution. Of several classes the mean over those that the hold-out shows, each over the pixels of all images
/// together: a network that finds nothing has 0.
/// </param>
/// <param name="Iou">IoU, likewise.</param>
/// <param name="PolypDice">Mean Dice per image of polyps of whatever class.</param>
internal sealed record HoldoutScores(double Loss, double Dice, double Iou, double PolypDice);
