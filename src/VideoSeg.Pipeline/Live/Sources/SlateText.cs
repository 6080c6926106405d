using System.Globalization;

namespace VideoSeg.Pipeline.Live.Sources;

/// <summary>What a slate says.</summary>
/// <param name="Title">What people call the stream.</param>
/// <param name="Headline">What is the matter, in two words.</param>
/// <param name="Reason">Why, in a sentence or two.</param>
/// <param name="Since">Since when.</param>
/// <param name="Next">What happens next; empty where nothing does.</param>
internal sealed record SlateText(string Title, string Headline, string Reason, string Since, string Next)
{
    /// <summary>What to say of a source that gives no pictures.</summary>
    public static SlateText Of(string title, LiveSourceStatus status, TimeProvider time)
    {
        DateTimeOffset now = time.GetUtcNow();
        string since = TimeZoneInfo.ConvertTime(status.Since, time.LocalTimeZone).ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        (string headline, string reason) = status.State switch
        {
            LiveSourceState.Stopped => ("Ended", status.Reason),
            LiveSourceState.Connecting when status.Reason.Length == 0 => ("Connecting", $"Waiting for {status.Address}"),
            _ => ("No picture", status.Reason),
        };
        string next = status.State switch
        {
            LiveSourceState.Away when status.NextTry is { } at && at > now => $"Next try in {Span(at - now)}",
            LiveSourceState.Away or LiveSourceState.Connecting => "Trying now",
            LiveSourceState.Silent => "Waiting for pictures",
            _ => "",
        };
        return new SlateText(title, headline, Capitalised(reason), $"Since {since} ({Span(now - status.Since)})", next);
    }

    private static string Capitalised(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>A time in the two units that matter: <c>7 s</c>, <c>3 min 7 s</c>, <c>2 h 3 min</c>, <c>4 d 2 h</c>.</summary>
    public static string Span(TimeSpan span)
    {
        long seconds = Math.Max((long)span.TotalSeconds, 0);
        return seconds switch
        {
            < 60 => $"{seconds} s",
            < 3600 => $"{seconds / 60} min {seconds % 60} s",
            < 86_400 => $"{seconds / 3600} h {seconds / 60 % 60} min",
            _ => $"{seconds / 86_400} d {seconds / 3600 % 24} h",
        };
    }
}
