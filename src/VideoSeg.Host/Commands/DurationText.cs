namespace VideoSeg.Host.Commands;

/// <summary>How long something takes, for people.</summary>
internal static class DurationText
{
    /// <summary><c>2 h 05 min</c>, <c>5 min 07 s</c> or <c>7 s</c>; what is below that is cut off.</summary>
    public static string Of(TimeSpan time) =>
        time.TotalHours >= 1 ? $"{(int)time.TotalHours} h {time.Minutes:00} min" : time.TotalMinutes >= 1 ? $"{time.Minutes} min {time.Seconds:00} s" : $"{time.Seconds} s";
}
