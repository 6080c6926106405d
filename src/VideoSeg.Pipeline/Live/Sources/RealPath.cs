using System.Runtime.InteropServices;
using System.Text;

namespace VideoSeg.Pipeline.Live.Sources;

/// <summary>Where a path leads once all links in it are followed. Thread-safe.</summary>
public static unsafe partial class RealPath
{
    /// <summary>The path without links, <c>.</c> and <c>..</c>; of what is not there, the folders above it that are.</summary>
    public static string Of(string path)
    {
        string rest = "", full = Path.IsPathRooted(path) ? path : Path.Combine(Environment.CurrentDirectory, path);
        byte* buffer = stackalloc byte[4096];
        while (true)
        {
            fixed (byte* bytes = Encoding.UTF8.GetBytes(full + '\0'))
            {
                if (Resolve(bytes, buffer) != null)
                {
                    string found = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(buffer));
                    return rest.Length == 0 ? found : Path.GetFullPath(Path.Combine(found, rest));
                }
            }

            string trimmed = full.TrimEnd('/');
            int slash = trimmed.LastIndexOf('/');
            if (slash < 0)
            {
                return Path.GetFullPath(path);
            }

            rest = rest.Length == 0 ? trimmed[(slash + 1)..] : $"{trimmed[(slash + 1)..]}/{rest}";
            full = slash == 0 ? "/" : trimmed[..slash];
        }
    }

    [LibraryImport("libc", EntryPoint = "realpath")]
    private static partial byte* Resolve(byte* path, byte* buffer);
}
