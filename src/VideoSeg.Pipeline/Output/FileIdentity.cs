using System.Runtime.InteropServices;

namespace VideoSeg.Pipeline.Output;

/// <summary>Which file a path leads to, whatever its name: links, hard links and other spellings of one file are equal.</summary>
/// <param name="Device">Major and minor number of the device.</param>
/// <param name="Inode">Number of the file on it.</param>
internal readonly partial record struct FileIdentity((uint Major, uint Minor) Device, ulong Inode)
{
    private const int CurrentDirectory = -100;
    private const uint InodeMask = 0x100;

    /// <summary>The file at a path, links followed; null where there is none.</summary>
    public static unsafe FileIdentity? Of(string path)
    {
        StatxResult result;
        return Statx(CurrentDirectory, path, 0, InodeMask, &result) == 0
            ? new FileIdentity((result.DeviceMajor, result.DeviceMinor), result.Inode)
            : null;
    }

    // statx is the one call of its kind whose structure is the same on every architecture.
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Statx(int directory, string path, int flags, uint mask, StatxResult* result);

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatxResult
    {
        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
