using VideoSeg.Model;
using VideoSeg.Pipeline.Interop;

namespace VideoSeg.Pipeline.Flow;

/// <summary>The library behind optical flow: OpenCV through libvideoseg_vision.so, loaded at the first use.</summary>
public static unsafe class VisionLibrary
{
    private const int InvalidArgument = 1;
    private static volatile bool s_isChecked;

    /// <summary>Name and version of what is behind it: <c>OpenCV 4.6.0</c>.</summary>
    public static string Version
    {
        get
        {
            EnsureLoaded();
            byte* buffer = stackalloc byte[64];
            Check(VisionNative.LibraryVersion(buffer, 64));
            return Utf8.Read(buffer, 64);
        }
    }

    /// <summary>Native handles alive now; for tests and health checks.</summary>
    public static long LiveHandles
    {
        get
        {
            EnsureLoaded();
            long flows;
            Check(VisionNative.LiveCount(&flows));
            return flows;
        }
    }

    /// <summary>Loads the library and checks that it fits.</summary>
    /// <exception cref="VideoSegException">It is not there, does not load, or is of another build.</exception>
    internal static void EnsureLoaded()
    {
        if (s_isChecked)
        {
            return;
        }

        int version;
        Check(VisionNative.GetAbiVersion(&version));
        if (version != VisionNative.AbiVersion)
        {
            throw new VideoSegException(FaultKind.Engine,
                $"expected version {VisionNative.AbiVersion} of libvideoseg_vision.so, found {version}. Build the native libraries and the program together.");
        }

        s_isChecked = true;
    }

    /// <summary>Throws unless <paramref name="status"/> is OK: bugs as they are, everything else as the fault of an engine.</summary>
    internal static void Check(int status)
    {
        if (status != 0)
        {
            byte* buffer = stackalloc byte[512];
            _ = VisionNative.LastError(buffer, 512);
            string message = $"optical flow: {Utf8.Read(buffer, 512)}";
            throw status == InvalidArgument ? new InvalidOperationException(message) : new VideoSegException(FaultKind.Engine, message);
        }
    }
}
