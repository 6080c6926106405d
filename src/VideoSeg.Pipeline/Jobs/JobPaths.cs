using VideoSeg.Model;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Output;

namespace VideoSeg.Pipeline.Jobs;

/// <summary>Checks before anything is opened for writing that no file of a job is another one of it, under whatever name.</summary>
internal static class JobPaths
{
    /// <exception cref="VideoSegException">Two of them are one file (<see cref="FaultKind.Output"/>).</exception>
    public static void RequireDistinct(FileJobOptions options)
    {
        (string What, string? Path)[] files =
        [
            ("the input", OutputFile.PathOf(options.Input)),
            ("the output", OutputFile.PathOf(options.Output)),
            ("the masks", options.Masks),
            ("the detections", options.Detections),
        ];
        for (int i = 0; i < files.Length; i++)
        {
            for (int j = i + 1; j < files.Length; j++)
            {
                if (files[i].Path is { } first && files[j].Path is { } second && IsSame(first, second))
                {
                    throw new VideoSegException(FaultKind.Output,
                        $"expected {files[j].What} in a file of its own, found '{second}', which is {files[i].What} too. Choose another name.");
                }
            }
        }
    }

    private static bool IsSame(string first, string second)
    {
        if (string.Equals(Path.GetFullPath(first), Path.GetFullPath(second), StringComparison.Ordinal))
        {
            return !IsDevice(first);
        }

        return FileIdentity.Of(first) is { } identity && identity == FileIdentity.Of(second) && !IsDevice(first);
    }

    // /dev/null, /dev/stdout may stand for several.
    private static bool IsDevice(string path) => path.StartsWith("/dev/", StringComparison.Ordinal);
}
