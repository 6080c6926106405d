using System.Globalization;

namespace VideoSeg.Host.Doctor;

/// <summary>Folders that are written to.</summary>
internal static class PlaceSection
{
    private const double LittleGigabytes = 1;

    public static Section Look() => new("disk",
    [
        Finding.Look("current folder", () => Judge("current folder", Directory.GetCurrentDirectory()), FindingState.Warning),
        Finding.Look("temporary files", () => Judge("temporary files", Path.GetTempPath().TrimEnd('/')), FindingState.Warning),
    ]);

    /// <summary>Tells how much room there is in <paramref name="folder"/>, and whether files can be made in it, by making one.</summary>
    public static Finding Judge(string name, string folder)
    {
        double free = new DriveInfo(folder).AvailableFreeSpace / 1e9;
        string found = string.Create(CultureInfo.InvariantCulture, $"{folder}, {free:0.0} GB free");
        if (WriteFault(folder) is { } fault)
        {
            return Finding.Of(name, $"{found}; cannot be written to: {fault}", "Name an output in another folder, or work in one.");
        }

        return Finding.Of(name, $"{found}, can be written to", free < LittleGigabytes ? "Make room, or name outputs on another disk." : null);
    }

    private static string? WriteFault(string folder)
    {
        try
        {
            string path = Path.Combine(folder, $".videoseg-{Guid.NewGuid():N}");
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            file.WriteByte(0);
            file.Flush();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}
