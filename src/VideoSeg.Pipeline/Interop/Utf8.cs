using System.Text;

namespace VideoSeg.Pipeline.Interop;

/// <summary>Text between C# and C.</summary>
internal static unsafe class Utf8
{
    /// <summary>A zero-terminated string of at most <paramref name="capacity"/> bytes; what is not UTF-8 becomes U+FFFD.</summary>
    public static string Read(byte* text, int capacity)
    {
        int length = new ReadOnlySpan<byte>(text, capacity).IndexOf((byte)0);
        return Encoding.UTF8.GetString(text, length < 0 ? capacity : length);
    }

    /// <summary>Zero-terminated bytes; null for null.</summary>
    public static byte[]? ToBytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text + '\0');

    /// <summary>"key\0value\0key\0value\0"; null for an empty dictionary.</summary>
    /// <exception cref="ArgumentException">A key or value holds a zero.</exception>
    public static byte[]? ToBytes(IReadOnlyDictionary<string, string> dictionary)
    {
        var text = new StringBuilder();
        foreach ((string key, string value) in dictionary)
        {
            if (key.Contains('\0', StringComparison.Ordinal) || value.Contains('\0', StringComparison.Ordinal))
            {
                throw new ArgumentException($"the option '{key}' holds a zero character", nameof(dictionary));
            }

            text.Append(key).Append('\0').Append(value).Append('\0');
        }

        return text.Length == 0 ? null : Encoding.UTF8.GetBytes(text.ToString());
    }
}
