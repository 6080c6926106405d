using VideoSeg.Model.Images;
using VideoSeg.Model.OneDnn;
using VideoSeg.Model.Torch;
using VideoSeg.Pipeline.Flow;
using VideoSeg.Pipeline.Interop;
using VideoSeg.Pipeline.Monitor;

namespace VideoSeg.Host.Doctor;

/// <summary>The native libraries, each loaded, and the program that shows pictures on a display.</summary>
internal static class LibrarySection
{
    public static Section Look() => new("libraries",
    [
        Finding.Look("oneDNN", () => Finding.Of("oneDNN", $"{OneDnnRuntime.Version}, using {OneDnnRuntime.InstructionSet}")),
        Finding.Look("libtorch", () => Finding.Of("libtorch", $"{TorchRuntime.Version}, {(TorchRuntime.CudaIsBuilt ? "with" : "without")} CUDA")),
        Finding.Look("FFmpeg", () => Finding.Of("FFmpeg", MediaLibrary.Versions)),
        Finding.Look("OpenCV", () => Finding.Of("OpenCV", VisionLibrary.Version)),
        Finding.Look("pictures", () => Finding.Of("pictures", ImageFile.LibraryVersions)),
        Finding.Look("monitor", () => Finding.Of("monitor", MonitorProgram.LibraryVersion), FindingState.Warning),
    ]);
}
