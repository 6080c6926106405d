namespace VideoSeg.Model.Training;

/// <summary>What ends a run whose numbers have left the range of float32.</summary>
internal static class TrainingFaults
{
    /// <summary>Refuses values of which one is infinite or not a number.</summary>
    /// <param name="values">What was computed.</param>
    /// <param name="name">What it is called in the message.</param>
    /// <exception cref="VideoSegException">One is (<see cref="FaultKind.Engine"/>).</exception>
    public static void RequireFinite(ReadOnlySpan<float> values, string name)
    {
        foreach (float value in values)
        {
            RequireFinite((double)value, name);
        }
    }

    /// <inheritdoc cref="RequireFinite(ReadOnlySpan{float}, string)"/>
    public static void RequireFinite(double value, string name)
    {
        if (!double.IsFinite(value))
        {
            throw Diverged($"{value} in {name}");
        }
    }

    /// <summary>The fault of a run that has left the range of numbers.</summary>
    public static VideoSegException Diverged(string found) => new(FaultKind.Engine,
        $"expected finite numbers, found {found}: the training has diverged. Resumed, it would do so again; start a new run in another folder with a lower optimizer.learning_rate, and look for damaged initial weights.");
}
