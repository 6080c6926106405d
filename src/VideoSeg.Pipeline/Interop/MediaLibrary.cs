using VideoSeg.Model;

namespace VideoSeg.Pipeline.Interop;

/// <summary>The library behind readers and writers: FFmpeg through libvideoseg_av.so, loaded at the first use of any of them.</summary>
public static unsafe class MediaLibrary
{
    private const int ExpectedAbiVersion = 3;
    private static volatile bool s_isChecked;

    /// <summary>Versions of FFmpeg's libraries: <c>libavformat 59.27.100, libavcodec ...</c>.</summary>
    public static string Versions
    {
        get
        {
            EnsureLoaded();
            byte* buffer = stackalloc byte[256];
            AvError.Check(AvNative.LibraryVersions(buffer, 256));
            return Utf8.Read(buffer, 256);
        }
    }

    /// <summary>Native handles alive now; for tests and health checks.</summary>
    public static MediaHandleCounts LiveHandles
    {
        get
        {
            EnsureLoaded();
            MediaHandleCounts counts;
            AvError.Check(AvNative.LiveCounts(&counts));
            return counts;
        }
    }

    /// <summary>Loads the library and checks that it fits; every first native call of a type goes through here.</summary>
    /// <exception cref="VideoSegException">It is not there, does not load, or is of another build.</exception>
    internal static void EnsureLoaded()
    {
        if (s_isChecked)
        {
            return;
        }

        int version;
        AvError.Check(AvNative.AbiVersion(&version));
        if (version != ExpectedAbiVersion)
        {
            throw new VideoSegException(FaultKind.Engine,
                $"expected version {ExpectedAbiVersion} of libvideoseg_av.so, found {version}. Build the native libraries and the program together.");
        }

        s_isChecked = true;
    }
}
