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
            yield return $"the source's times jump back in {statistics.TimeJumps} places (recordings joined end to end?): what follows is put behind what came before";
        }

        if (statistics.MovedTimes > 0)
        {
            yield return $"{statistics.MovedTimes} times did not lie after the one before and were moved one tick behind it";
        }

        if (statistics.ConvertedFrames > 0 && !convertsAll)
        {
            yield return $"{statistics.ConvertedFrames} frames have another size or layout than the first and were converted to it";
        }
    }
}
