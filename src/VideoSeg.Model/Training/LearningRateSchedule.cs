namespace VideoSeg.Model.Training;

/// <summary>
/// Linear warm-up, then half a cosine down to a fraction of the peak (Loshchilov and Hutter 2017, without restarts). Progress is counted
/// in pixels and not in steps, so that a late stage of high resolution still has a learning rate to learn with.
/// </summary>
/// <param name="peak">Learning rate at the end of the warm-up.</param>
/// <param name="finalFraction">Share of the peak that is left at the end.</param>
/// <param name="warmupSteps">Steps of the rise from nought.</param>
internal sealed class LearningRateSchedule(double peak, double finalFraction, double warmupSteps)
{
    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">Number of the step in the run, from 0.</param>
    /// <param name="progress">Share of the run that is done, 0 to 1.</param>
    public double At(long step, double progress)
    {
        double warmup = Math.Min(1, (step + 1) / Math.Max(1, warmupSteps));
        return warmup * peak * (finalFraction + ((1 - finalFraction) * 0.5 * (1 + Math.Cos(Math.PI * Math.Clamp(progress, 0, 1)))));
    }
}
