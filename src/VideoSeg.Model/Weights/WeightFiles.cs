namespace VideoSeg.Model.Weights;

/// <summary>Whole files of weights, with the faults a person can meet told plainly.</summary>
internal static class WeightFiles
{
    /// <summary>Larger files are refused unread; the largest network here has 31 million weights, 124 MB.</summary>
    public const long MaximumBytes = 1L << 30;

    /// <summary>Text out of a file, fit for a terminal: not too long and without control characters.</summary>
    public static string Printable(string text)
    {
        const int longest = 400;
        string shown = text.Length > longest ? $"{text[..longest]}…" : text;
        return string.Concat(shown.Select(c => char.IsControl(c) ? '?' : c));
    }

    public static byte[] ReadAllBytes(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
            if (stream.Length > MaximumBytes)
            {
                throw new VideoSegException(FaultKind.Input, $"{path}: expected at most {MaximumBytes} bytes of weights, found {stream.Length}");
            }

            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new VideoSegException(FaultKind.Input, $"{path}: expected a file of weights that can be read: {e.Message}", e);
        }
    }
}
