using VideoSeg.Model.Images;
using VideoSeg.Model.Native;
using VideoSeg.Model.OneDnn;
using VideoSeg.Model.Torch;
using VideoSeg.Pipeline.Flow;
using VideoSeg.Pipeline.Interop;

namespace VideoSeg.Host.Commands;

/// <summary>
/// Tells at the end of a command whether it left native handles alive, when the environment variable <see cref="Variable"/> is 1:
/// for tests and for whoever hunts a leak. Looks only at libraries that the command loaded.
/// </summary>
internal static class HandleAudit
{
    /// <summary>Name of the environment variable that switches the audit on.</summary>
    public const string Variable = "VIDEOSEG_HANDLE_AUDIT";

    /// <summary>Exit code of a command that succeeded but left handles (EX_SOFTWARE of sysexits.h).</summary>
    public const int Leaked = 70;

    /// <summary>Writes the audit to standard error, if it is asked for, and returns the exit code to end with.</summary>
    public static int Finish(int exitCode)
    {
        if (Environment.GetEnvironmentVariable(Variable) != "1")
        {
            return exitCode;
        }

        string[] left = [.. Alive().Where(handle => handle.Count != 0).Select(handle => $"{handle.Count} {handle.Name}")];
        Console.Error.WriteLine($"native handles alive: {(left.Length == 0 ? "none" : string.Join(", ", left))}");
        return left.Length > 0 && exitCode == 0 ? Leaked : exitCode;
    }

    /// <summary>Native handles of all kinds alive now.</summary>
    public static long CountAlive() => Alive().Sum(handle => handle.Count);

    /// <summary>Native handles alive now, by kind; only of libraries that are loaded.</summary>
    public static IEnumerable<(string Name, long Count)> Alive()
    {
        if (NativeLibraries.IsLoaded("videoseg_torch"))
        {
            yield return ("tensors", Tensor.LiveCount);
            yield return ("TorchScript modules", ScriptModule.LiveCount);
        }

        if (NativeLibraries.IsLoaded("videoseg_onednn"))
        {
            yield return ("networks", OneDnnRuntime.LivePrograms);
        }

        if (NativeLibraries.IsLoaded("videoseg_image"))
        {
            yield return ("image blobs", ImageFile.LiveBlobs);
        }

        if (NativeLibraries.IsLoaded("videoseg_vision"))
        {
            yield return ("optical flows", VisionLibrary.LiveHandles);
        }

        if (NativeLibraries.IsLoaded("videoseg_av"))
        {
            MediaHandleCounts counts = MediaLibrary.LiveHandles;
            yield return ("frames", counts.Frames);
            yield return ("packets", counts.Packets);
            yield return ("readers", counts.Readers);
            yield return ("writers", counts.Writers);
            yield return ("frame pools", counts.Pools);
            yield return ("picture converters", counts.Converters);
            yield return ("interrupts", counts.Interrupts);
            yield return ("encoders", counts.Encoders);
        }
    }
}
