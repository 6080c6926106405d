using VideoSeg.Model;
using VideoSeg.Pipeline.Interop;

namespace VideoSeg.Pipeline.Capture;

/// <summary>What to tell a person whose input does not open.</summary>
internal static class OpenFault
{
    public static Exception ToException(AvStatus status, string url, string detail) =>
        AvError.ToException(status, FaultKind.Input, status switch
        {
            AvStatus.NotFound => $"expected a video at '{url}', found nothing there. Check the path or URL.",
            AvStatus.NotMedia when IsEmpty(url) => $"expected a video at '{url}', found an empty file.",
            AvStatus.NotMedia => $"expected a video at '{url}', found a file in no format that FFmpeg knows ({detail}). Is it damaged, or no video at all?",
            AvStatus.NoVideo => $"expected a video track in '{url}', found {detail}.",
            AvStatus.NoDecoder => $"expected a video that this FFmpeg can decode, found {detail} for '{url}'.",
            AvStatus.TimedOut => $"expected '{url}' to open in time ({detail}). Check that the source is up, or raise the open time-out.",
            AvStatus.OutOfRange => $"expected frames of '{url}' from the start that was asked for, found {detail}. Choose an earlier start, or a longer duration.",
            AvStatus.BadFilter => $"the filters do not fit '{url}': {detail}.",
            AvStatus.UnknownOption => $"'{url}': {detail}.",
            _ => $"cannot open '{url}': {detail}.",
        });

    private static bool IsEmpty(string url) => File.Exists(url) && new FileInfo(url).Length == 0;
}
