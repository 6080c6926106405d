using System.Runtime.InteropServices;

namespace VideoSeg.Model.Images;

/// <summary>The checked wrapper of libvideoseg_image.so: its version, and its status codes as exceptions.</summary>
internal static class ImageLibrary
{
    private const int InvalidArgument = 1;
    private static bool _isChecked;

    /// <summary>Names and versions of what is behind it: <c>libjpeg-turbo 2.1.5, libpng 1.6.39, libtiff 4.5.0</c>.</summary>
    public static unsafe string Versions
    {
        get
        {
            const int Capacity = 128;
            EnsureLoaded();
            byte* buffer = stackalloc byte[Capacity];
            Check(ImageNative.vsi_library_versions(buffer, Capacity), FaultKind.Engine, "libvideoseg_image.so");
            return Marshal.PtrToStringUTF8((nint)buffer)!;
        }
    }

    /// <summary>Loads the library and compares its ABI version with ours; cheap after the first time. Call before every first native call.</summary>
    public static void EnsureLoaded()
    {
        if (Volatile.Read(ref _isChecked))
        {
            return;
        }

        Check(ImageNative.vsi_abi_version(out int version), FaultKind.Engine, "libvideoseg_image.so");
        if (version != ImageNative.AbiVersion)
        {
            throw new VideoSegException(FaultKind.Engine,
                $"expected libvideoseg_image.so with ABI version {ImageNative.AbiVersion}, found {version}; build the native libraries again");
        }

        Volatile.Write(ref _isChecked, true);
    }

    /// <summary>Throws unless <paramref name="status"/> is OK: a fault of <paramref name="kind"/> about <paramref name="subject"/>, or a bug.</summary>
    public static unsafe void Check(int status, FaultKind kind, string subject)
    {
        if (status == 0)
        {
            return;
        }

        const int Capacity = 512;
        byte* buffer = stackalloc byte[Capacity];
        buffer[0] = 0;
        _ = ImageNative.vsi_last_error(buffer, Capacity);
        string message = Marshal.PtrToStringUTF8((nint)buffer) ?? string.Empty;
        throw status == InvalidArgument ? new InvalidOperationException($"{subject}: {message}") : new VideoSegException(kind, $"{subject}: {message}");
    }
}
