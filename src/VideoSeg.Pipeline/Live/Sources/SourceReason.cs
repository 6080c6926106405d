namespace VideoSeg.Pipeline.Live.Sources;

/// <summary>Says in plain words why there are no pictures. FFmpeg's own words stay in brackets where they add something.</summary>
internal static class SourceReason
{
    // What FFmpeg says, and what it means for whoever stands in front of the monitor. The first that fits counts.
    private static readonly (string Sign, string Meaning)[] Meanings =
    [
        ("Connection refused", "nothing is listening at {0}; is the source switched on?"),
        ("No route to host", "the network does not lead to {0}; is the cable in?"),
        ("Network is unreachable", "the network does not lead to {0}; is the cable in?"),
        ("401 Unauthorized", "{0} refuses user name or password"),
        ("403 Forbidden", "{0} forbids this stream"),
        ("404 ", "{0} has no stream of this name"),
        ("Stream Not Found", "{0} has no stream of this name"),
        ("Connection reset", "{0} has broken the connection off"),
        ("Broken pipe", "{0} has broken the connection off"),
        ("No such device", "the device {0} is not there; is it plugged in?"),
        ("Device or resource busy", "another program uses the device {0}"),
        ("Permission denied", "this program may not read {0}"),
        ("Address already in use", "another program waits at {0} already"),
        ("not on whitelist", "{0} leads to something that is not allowed"),
        ("may not be opened", "{0} leads to something that is not allowed"),
        ("Connection timed out", "{0} does not answer"),
        ("to open in time", "{0} does not answer, or sends no video"),
        ("found none in time", "nothing comes from {0} any more"),
        ("found nothing there", "there is nothing at {0}"),
    ];

    /// <summary>The source has ended although nobody asked it to.</summary>
    public static string Ended(string address) => $"{address} has ended the stream";

    /// <summary>It could not be opened, or broke off, with a message of FFmpeg's or this program's.</summary>
    public static string Of(string message, SourceUrl address)
    {
        message = address.Redact(message).Trim();
        foreach ((string sign, string meaning) in Meanings)
        {
            if (message.Contains(sign, StringComparison.OrdinalIgnoreCase))
            {
                return string.Format(System.Globalization.CultureInfo.InvariantCulture, meaning, address.Display);
            }
        }

        return message;
    }

    /// <summary>The connection stands, but no picture comes.</summary>
    public static string NoPicture(string address) => $"no picture comes from {address}, although the connection stands";
}
