using System.Runtime.InteropServices;

namespace VideoSeg.Model;

/// <summary>Which file a path leads to, whatever its name: links, hard links and other spellings of one file are equal.</summary>
/// <param name="Device">Major and minor number of the device.</param>
/// <param name="Inode">Number of the file on it.</param>
public readonly partial record struct FileIdentity((uint Major, uint Minor) Device, ulong Inode)
{
    private const int CurrentDirectory = -100;
    private const uint InodeMask = 0x100;
    private const uint TypeMask = 0x1;
    private const int TypeBits = 0xF000;
    private const int RegularFile = 0x8000;
    private const int Folder = 0x4000;

    /// <summary>The file at a path, links followed; null where there is none.</summary>
    public static unsafe FileIdentity? Of(string path)
    {
        StatxResult result;
        return Statx(CurrentDirectory, path, 0, InodeMask, &result) == 0
            ? new FileIdentity((result.DeviceMajor, result.DeviceMinor), result.Inode)
            : null;
    }

    /// <summary>Whether two paths lead to one file, or would if it were there. Special files may stand for several (<c>/dev/null</c>).</summary>
    public static bool AreSame(string first, string second) => !IsSpecial(first) &&
        (string.Equals(Path.GetFullPath(first), Path.GetFullPath(second), StringComparison.Ordinal) || (Of(first) is { } identity && identity == Of(second)));

    /// <summary>Whether there is a device, a named pipe or a socket at a path: something that takes data and keeps none, so that nothing is lost by writing to it.</summary>
    public static unsafe bool IsSpecial(string path)
    {
        StatxResult result;
        return Statx(CurrentDirectory, path, 0, TypeMask, &result) == 0 && (result.Mode & TypeBits) is not (RegularFile or Folder);
    }

    // statx is the one call of its kind whose structure is the same on every architecture.
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Statx(int directory, string path, int flags, uint mask, StatxResult* result);

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatxResult
    {
        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
