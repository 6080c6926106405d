using VideoSeg.Model;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Output;

namespace VideoSeg.Pipeline.Jobs;

/// <summary>Checks before anything is opened for writing that no file of a job is another one of it, under whatever name.</summary>
public static class JobPaths
{
    /// <exception cref="VideoSegException">Two of them are one file (<see cref="FaultKind.Output"/>).</exception>
    internal static void RequireDistinct(FileJobOptions options) => RequireDistinct(
        ("the input", options.Input),
        ("the output", options.Output),
        ("the masks", options.Masks),
        ("the detections", options.Detections),
        ("the thumbnails", options.Thumbnails),
        ("the report", options.Report),
        ("the COCO annotations", options.Coco),
        ("the YOLO labels", options.Yolo),
        ("the touched pixels", options.Touched));

    /// <summary>Compares each with every other.</summary>
    /// <param name="urls">For messages, what each of them is ("the masks"); and its path or URL, or null where there is none.</param>
    /// <exception cref="VideoSegException">Two of them are one file (<see cref="FaultKind.Output"/>).</exception>
    public static void RequireDistinct(params ReadOnlySpan<(string What, string? Url)> urls)
    {
        (string What, string? Path)[] files = new (string, string?)[urls.Length];
        for (int i = 0; i < urls.Length; i++)
        {
            files[i] = (urls[i].What, urls[i].Url is { } url ? OutputFile.PathOf(url) : null);
        }

        for (int i = 0; i < files.Length; i++)
        {
            for (int j = i + 1; j < files.Length; j++)
            {
                if (files[i].Path is { } first && files[j].Path is { } second && FileIdentity.AreSame(first, second))
                {
                    throw new VideoSegException(FaultKind.Output,
                        $"expected {files[j].What} in a file of its own, found '{second}', which is {files[i].What} too. Choose another name.");
                }
            }
        }
    }

    /// <summary>Refuses a folder for pictures that holds the input, be it a recording or a picture of a sequence: earlier pictures in it may be deleted.</summary>
    /// <exception cref="VideoSegException">It does (<see cref="FaultKind.Output"/>).</exception>
    internal static void RequireFoldersApart(FileJobOptions options)
    {
        if (options.Masks is { } masks && !MaskVideo.IsVideo(masks))
        {
            RequireApart("masks", masks, options.Input);
        }

        if (options.Thumbnails is { } thumbnails)
        {
            RequireApart("thumbnails", thumbnails, options.Input);
        }
    }

    private static void RequireApart(string what, string pictures, string inputUrl)
    {
        if (OutputFile.PathOf(inputUrl) is not { } input)
        {
            return;
        }

        // A sequence has a pattern for its name (frame-%06d.png, *.png), so only its folder is a file of its own.
        string? target = File.Exists(input) ? File.ResolveLinkTarget(input, returnFinalTarget: true)?.FullName : null;
        foreach (string file in new[] { input, target }.OfType<string>())
        {
            if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder && FileIdentity.AreSame(folder, pictures))
            {
                throw new VideoSegException(FaultKind.Output, $"expected a folder of their own for the {what}, found '{pictures}', which holds the input. Choose another name.");
            }
        }
    }
}
