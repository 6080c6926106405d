namespace VideoSeg.Pipeline.Live;

/// <summary>What some durations come to.</summary>
/// <param name="Count">How many.</param>
/// <param name="P50">Half of them are not longer; zero where there are none.</param>
/// <param name="P95">95 % are not longer.</param>
/// <param name="P99">99 % are not longer.</param>
/// <param name="Maximum">The longest.</param>
public sealed record DurationSummary(long Count, TimeSpan P50, TimeSpan P95, TimeSpan P99, TimeSpan Maximum);
