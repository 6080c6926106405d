namespace VideoSeg.Pipeline.Encode;

/// <summary>What there is to tell of an output once it is written: what its statistics say was changed on the way.</summary>
internal static class WriterNotes
{
    /// <summary>Empty where nothing was changed.</summary>
    /// <param name="statistics">Of the writer.</param>
    /// <param name="convertsAll">Whether the encoder takes another layout than the source's, which has been noted then.</param>
    public static IEnumerable<string> Of(VideoWriterStatistics statistics, bool convertsAll)
    {
        if (statistics.TimeJumps > 0)
        {
            yield return $"places where the source's times jump back, as in recordings joined end to end: {statistics.TimeJumps}; what follows is put behind what came before";
        }

        if (statistics.MovedTimes > 0)
        {
            yield return $"times that do not lie after the one before: {statistics.MovedTimes}; each is moved one tick behind it";
        }

        if (statistics.ConvertedFrames > 0 && !convertsAll)
        {
            yield return $"frames of another size or layout than the first: {statistics.ConvertedFrames}; they are converted to it";
        }
    }
}
