using VideoSeg.Pipeline.Interop;

namespace VideoSeg.Host.Doctor;

/// <summary>What FFmpeg can read and write.</summary>
internal static class CodecSection
{
    // What --codec names, and the one for sound that a container cannot hold as it is.
    private static readonly string[] Encoders = ["libx264", "libx265", "ffv1", "aac"];

    private static readonly string[] Decoders =
        ["h264", "hevc", "libdav1d", "vp9", "vp8", "mpeg2video", "mpeg4", "mjpeg", "prores", "dvvideo", "ffv1", "rawvideo", "aac", "mp3", "ac3", "pcm_s16le"];

    public static Section Look() => new("codecs",
    [
        Finding.Look("encoders", () => Judge("encoders", Encoders, MediaLibrary.HasEncoder, needed: "libx264")),
        Finding.Look("decoders", () => Judge("decoders", Decoders, MediaLibrary.HasDecoder, needed: "h264")),
        Finding.Look("hardware", () => Hardware(MediaLibrary.HardwareKinds), FindingState.Warning),
    ]);

    /// <summary>Tells which of <paramref name="names"/> there are; <paramref name="needed"/> is what the main job uses unless it is told otherwise.</summary>
    public static Finding Judge(string what, string[] names, Func<string, bool> exists, string needed)
    {
        string[] there = [.. names.Where(exists)];
        string[] absent = [.. names.Except(there)];
        string found = there.Length == 0 ? "none" : string.Join(", ", there);
        return absent.Length == 0
            ? Finding.Of(what, found)
            : new(what, absent.Contains(needed) ? FindingState.Missing : FindingState.Warning,
                $"{found}; not {string.Join(", ", absent)}", "Install an FFmpeg that has them; Debian's has them all.");
    }

    private static Finding Hardware(string kinds)
    {
        string[] devices = [.. Devices("/dev/dri", "renderD*"), .. Devices("/dev", "nvidia?")];
        return Finding.Of("hardware", $"this FFmpeg knows: {(kinds.Length == 0 ? "none" : kinds)}; devices here: {(devices.Length == 0 ? "none" : string.Join(", ", devices))}");
    }

    private static IEnumerable<string> Devices(string folder, string pattern) =>
        Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder, pattern).Order(StringComparer.Ordinal) : [];
}
