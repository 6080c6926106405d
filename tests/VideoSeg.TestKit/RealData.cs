using Xunit;

namespace VideoSeg.TestKit;

/// <summary>
/// The real colonoscopy data that some tests need, found through <c>VIDEOSEG_DATA</c>. Where it is not set those tests
/// are skipped with a reason that begins with <see cref="SkipReason"/>.
/// </summary>
public static class RealData
{
    /// <summary>How the reason of a test that was skipped for want of data begins; the CI script looks for it.</summary>
    public const string SkipReason = "needs VIDEOSEG_DATA";

    /// <summary>The folder with the data, or skips the test.</summary>
    public static string Folder
    {
        get
        {
            string? folder = Environment.GetEnvironmentVariable("VIDEOSEG_DATA");
            Assert.SkipWhen(string.IsNullOrEmpty(folder), $"{SkipReason}: set it to the folder that holds kvasir-seg/, cvc-clinicdb/ and videos/");
            return Path.GetFullPath(folder!);
        }
    }

    /// <summary>A file or folder below <see cref="Folder"/>, or skips the test.</summary>
    public static string At(params string[] parts)
    {
        string path = Path.Combine([Folder, .. parts]);
        Assert.True(File.Exists(path) || Directory.Exists(path), $"VIDEOSEG_DATA is set, but {path} is missing");
        return path;
    }
}
