namespace VideoSeg.TestKit;

/// <summary>Where the repository lies, for tests that read what it ships.</summary>
public static class Repository
{
    /// <summary>The folder that holds VideoSeg.sln.</summary>
    public static string Root { get; } = Find();

    /// <summary>A path below <see cref="Root"/>.</summary>
    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "VideoSeg.sln")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException($"VideoSeg.sln is not above {AppContext.BaseDirectory}");
    }
}
