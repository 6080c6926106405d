namespace VideoSeg.Model.Evaluation;

/// <summary>A mean and how far it can be trusted.</summary>
/// <param name="Mean">The mean over the pictures; not a number where there is none.</param>
/// <param name="Low">Lower end of its interval (<see cref="Bootstrap"/>, <see cref="ShareInterval"/>); not a number where too little is known for one.</param>
/// <param name="High">Upper end, likewise.</param>
public readonly record struct ScoreInterval(double Mean, double Low, double High);
