using System.Buffers;
using Microsoft.Win32.SafeHandles;
using VideoSeg.Model;
using VideoSeg.Pipeline.Output;

namespace VideoSeg.Pipeline.Encode;

/// <summary>What to see to where an output is a file of this machine.</summary>
public static class OutputFile
{
    private static readonly SearchValues<char> SchemeCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

    /// <summary>Refuses a file that exists unless it may be replaced. Returns whether it existed.</summary>
    /// <exception cref="VideoSegException">It exists, or its folder does not.</exception>
    public static bool Prepare(string url, bool overwrite)
    {
        if (PathOf(url) is not { } path)
        {
            return false;
        }

        if (Directory.Exists(path))
        {
            throw new VideoSegException(FaultKind.Output, $"expected a file to write, found the folder '{path}'. Add a file name.");
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
        {
            throw new VideoSegException(FaultKind.Output, $"expected the folder '{folder}' for the output, found none. Make it first.");
        }

        bool exists = File.Exists(path);
        if (exists && !overwrite && !FileIdentity.IsSpecial(path))
        {
            throw new VideoSegException(FaultKind.Output, $"the output '{path}' exists. Choose another name, or add --overwrite.");
        }

        return exists;
    }

    /// <summary>Refuses to write over the input.</summary>
    /// <exception cref="VideoSegException">Both are the same file.</exception>
    public static void RequireOther(string url, string inputUrl)
    {
        if (PathOf(url) is { } path && PathOf(inputUrl) is { } input && FileIdentity.AreSame(path, input))
        {
            throw new VideoSegException(FaultKind.Output, $"expected an output besides the input, found '{path}' for both. Choose another name.");
        }
    }

    /// <summary>Makes sure that a file can be written, without touching what is in it; makes it where it is not there.</summary>
    /// <exception cref="VideoSegException">It cannot be written.</exception>
    public static void Reserve(string url)
    {
        if (PathOf(url) is not { } path || FileIdentity.IsSpecial(path))
        {
            return;
        }

        try
        {
            using SafeFileHandle file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VideoSegException(FaultKind.Output, $"cannot write '{path}': {e.Message}", e);
        }
    }

    /// <summary>Deletes the file of an output that came to nothing.</summary>
    public static void Remove(string url)
    {
        if (PathOf(url) is { } path && File.Exists(path) && !FileIdentity.IsSpecial(path))
        {
            File.Delete(path);
        }
    }

    /// <summary>The path, or null for a URL of another kind. A colon with no slash before it marks a scheme, as FFmpeg sees it.</summary>
    public static string? PathOf(string url)
    {
        if (url.StartsWith("file:", StringComparison.Ordinal))
        {
            return url["file:".Length..];
        }

        int colon = url.IndexOf(':', StringComparison.Ordinal);
        bool hasScheme = colon > 0 && url.AsSpan(0, colon).IndexOfAnyExcept(SchemeCharacters) < 0;
        return hasScheme || url == "-" ? null : url;
    }
}
