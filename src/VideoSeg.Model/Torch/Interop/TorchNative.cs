using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace VideoSeg.Model.Torch.Interop;

/// <summary>The imports of <c>libvideoseg_torch</c>, one file a theme, as documented in native/torch/include/videoseg_torch.h.</summary>
internal static partial class TorchNative
{
    /// <summary>The version of the C ABI that this assembly was written against.</summary>
    internal const int AbiVersion = 5;

    private const string Library = "videoseg_torch";
    private const int MessageCapacity = 8192;

    private const int Ok = 0;
    private const int OutOfMemory = 2;
    private const int Unsupported = 9;

    private static volatile bool s_checked;

    /// <summary>Loads the library at its first use and makes sure that it is of this build. Every way in passes here.</summary>
    /// <exception cref="VideoSegException">It is missing or of another build (<see cref="FaultKind.Engine"/>).</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void EnsureLoaded()
    {
        if (!s_checked)
        {
            CheckAbiVersion();
        }
    }

    /// <summary>Throws what the status of a call stands for; does nothing if all went well.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Check(int status)
    {
        if (status != Ok)
        {
            Throw(status);
        }
    }

    private static void CheckAbiVersion()
    {
        Check(GetAbiVersion(out int found));
        if (found != AbiVersion)
        {
            throw new VideoSegException(FaultKind.Engine,
                $"expected libvideoseg_torch.so with ABI version {AbiVersion}, found {found}: it is of another build; build it again with ./videoseg --build");
        }

        s_checked = true;
    }

    private static unsafe void Throw(int status)
    {
        byte* buffer = stackalloc byte[MessageCapacity];
        string message = GetLastError(buffer, MessageCapacity) == Ok
            ? Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(buffer)).TrimEnd()
            : "no message";
        throw status switch
        {
            OutOfMemory => new VideoSegException(FaultKind.Engine,
                $"the device has too little free memory: {message} Use smaller pictures or batches, or end other programs that use it.",
                new InsufficientMemoryException(message)),
            Unsupported => new VideoSegException(FaultKind.Engine, message),
            _ => new TorchException(message),
        };
    }

    [LibraryImport(Library, EntryPoint = "vst_abi_version")]
    private static partial int GetAbiVersion(out int version);

    [LibraryImport(Library, EntryPoint = "vst_last_error")]
    private static unsafe partial int GetLastError(byte* buffer, int capacity);
}
