using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;

namespace VideoSeg.Model.Native;

/// <summary>
/// Finds this project's shared libraries (<c>libvideoseg_*.so</c>) when the first of their functions is called: in the folder named by
/// the environment variable <c>VIDEOSEG_NATIVE_DIR</c>, beside the program, or in <c>native/</c> beside it.
/// </summary>
public static class NativeLibraries
{
    private static readonly ConcurrentDictionary<string, string> Loaded = new(StringComparer.Ordinal);

    /// <summary>Makes <paramref name="assembly"/>'s imports resolve here. Call once, from a module initializer.</summary>
    public static void Register(Assembly assembly) => NativeLibrary.SetDllImportResolver(assembly, Resolve);

    /// <summary>Whether the library <paramref name="name"/> (<c>videoseg_torch</c>) has been loaded; asking does not load it.</summary>
    public static bool IsLoaded(string name) => Loaded.ContainsKey(name);

    /// <summary>Finds a program of this project's native part (<c>videoseg_monitor</c>), which lies where its libraries lie.</summary>
    /// <exception cref="VideoSegException">It is not there (<see cref="FaultKind.Engine"/>).</exception>
    public static string FindProgram(string name)
    {
        string[] places = [.. Folders().Select(folder => Path.Combine(folder, name))];
        return Array.Find(places, File.Exists) ?? throw new VideoSegException(FaultKind.Engine,
            $"expected the program {name}, found it nowhere:\n  {string.Join("\n  ", places)}\nBuild it with ./videoseg --build.");
    }

    /// <summary>Path of the library <paramref name="name"/> (<c>videoseg_cuda</c>), or null where it is not there; asking does not load it.</summary>
    public static string? FindLibrary(string name) => Folders().Select(folder => Path.Combine(folder, $"lib{name}.so")).FirstOrDefault(File.Exists);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (!name.StartsWith("videoseg_", StringComparison.Ordinal))
        {
            return 0;
        }

        var faults = new List<string>();
        foreach (string folder in Folders())
        {
            string path = Path.Combine(folder, $"lib{name}.so");
            if (!File.Exists(path))
            {
                faults.Add($"{path}: not there");
                continue;
            }

            try
            {
                nint library = NativeLibrary.Load(path);
                Loaded[name] = path;
                return library;
            }
            catch (DllNotFoundException e)
            {
                faults.Add($"{path}: {e.Message.Split('\n')[0]}");
            }
        }

        throw new VideoSegException(FaultKind.Engine,
            $"expected the library lib{name}.so, found none that loads:\n  {string.Join("\n  ", faults)}\n" +
            "Build it with ./videoseg --build, or install what it needs with eng/install.sh.");
    }

    private static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable("VIDEOSEG_NATIVE_DIR") is { Length: > 0 } folder)
        {
            yield return folder;
        }

        yield return AppContext.BaseDirectory;
        yield return Path.Combine(AppContext.BaseDirectory, "native");
    }
}
