using VideoSeg.Model.Images;
using VideoSeg.Model.OneDnn;
using VideoSeg.Model.Torch;
using VideoSeg.Pipeline.Flow;
using VideoSeg.Pipeline.Interop;

namespace VideoSeg.Host.Doctor;

/// <summary>The native libraries, each loaded.</summary>
internal static class LibrarySection
{
    public static Section Look() => new("libraries",
    [
        Finding.Look("oneDNN", () => Finding.Of("oneDNN", $"{OneDnnRuntime.Version}, using {OneDnnRuntime.InstructionSet}")),
        Finding.Look("libtorch", () => Finding.Of("libtorch", $"{TorchRuntime.Version}, {(TorchRuntime.CudaIsBuilt ? "with" : "without")} CUDA")),
        Finding.Look("FFmpeg", () => Finding.Of("FFmpeg", MediaLibrary.Versions)),
        Finding.Look("OpenCV", () => Finding.Of("OpenCV", VisionLibrary.Version)),
        Finding.Look("pictures", () => Finding.Of("pictures", ImageFile.LibraryVersions)),
    ]);
}
