using VideoSeg.Model;

namespace VideoSeg.Pipeline.Interop;

/// <summary>The library behind readers and writers: FFmpeg through libvideoseg_av.so, loaded at the first use of any of them.</summary>
public static unsafe class MediaLibrary
{
    private const int ExpectedAbiVersion = 7;
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

    /// <summary>Kinds of hardware devices that FFmpeg was built for: <c>vdpau, cuda, vaapi</c>; empty: none. Looks for no device.</summary>
    public static string HardwareKinds
    {
        get
        {
            EnsureLoaded();
            byte* buffer = stackalloc byte[256];
            AvError.Check(AvNative.HardwareKinds(buffer, 256));
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

    /// <summary>Whether FFmpeg has an encoder of this name of its own (<c>libx264</c>).</summary>
    public static bool HasEncoder(string name) => CodecExists(name, isEncoder: true);

    /// <summary>Whether FFmpeg has a decoder of this name of its own (<c>h264</c>).</summary>
    public static bool HasDecoder(string name) => CodecExists(name, isEncoder: false);

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

    private static bool CodecExists(string name, bool isEncoder)
    {
        EnsureLoaded();
        int exists;
        AvError.Check(AvNative.CodecExists(name, isEncoder ? 1 : 0, &exists));
        return exists != 0;
    }
}
