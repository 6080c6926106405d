using System.Collections.Immutable;
using Microsoft.Extensions.FileSystemGlobbing;
using Microsoft.Extensions.FileSystemGlobbing.Abstractions;
using VideoSeg.Model;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Output;

namespace VideoSeg.Pipeline.Batch;

/// <summary>Finds recordings: files, URLs, folders with all below them, and patterns with <c>*</c> and <c>**</c>.</summary>
public static class RecordingFinder
{
    private static readonly ImmutableHashSet<string> Endings = ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase,
        ".3gp", ".asf", ".avi", ".dv", ".flv", ".m2t", ".m2ts", ".m2v", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".mts", ".mxf", ".nut", ".ogv",
        ".qt", ".ts", ".vob", ".webm", ".wmv");

    /// <summary>Finds them.</summary>
    /// <param name="arguments">What a person named.</param>
    /// <param name="outputFolder">Left out where it lies in one of the folders; null: there is none.</param>
    /// <exception cref="VideoSegException">An argument leads to nothing, or a folder cannot be read (<see cref="FaultKind.Input"/>).</exception>
    public static RecordingList Find(IEnumerable<string> arguments, string? outputFolder = null)
    {
        var found = new List<Recording>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        int others = 0;
        foreach (string argument in arguments)
        {
            (IEnumerable<Recording> recordings, int left) = FindOne(argument, outputFolder is null ? null : Path.GetFullPath(outputFolder));
            found.AddRange(recordings.Where(recording => known.Add(OutputFile.PathOf(recording.Input) is { } path ? Path.GetFullPath(path) : recording.Input)));
            others += left;
        }

        return new RecordingList([.. found], others);
    }

    /// <summary>Whether an argument is a folder or a pattern, and so stands for any number of recordings.</summary>
    public static bool MayBeMany(string argument) =>
        OutputFile.PathOf(argument) is { } path && (Directory.Exists(path) || (!File.Exists(path) && IsPattern(path)));

    private static (IEnumerable<Recording> Recordings, int Others) FindOne(string argument, string? outputFolder)
    {
        if (OutputFile.PathOf(argument) is not { } path || path == "-")
        {
            return ([new Recording(argument, StemOf(argument))], 0);
        }

        if (Directory.Exists(path))
        {
            return FindInFolder(path, outputFolder);
        }

        if (File.Exists(path) || !IsPattern(path))
        {
            // What is not there is told by whoever opens it, so that it does not stop the others.
            return ([new Recording(argument, Path.GetFileNameWithoutExtension(path))], 0);
        }

        Recording[] matches = [.. Match(path).Where(file => !IsBelow(file.Input, outputFolder))];
        return matches.Length > 0
            ? (matches, 0)
            : throw new VideoSegException(FaultKind.Input, $"expected files that match '{argument}', found none.");
    }

    private static (IEnumerable<Recording> Recordings, int Others) FindInFolder(string folder, string? outputFolder)
    {
        string[] files;
        try
        {
            files = [.. Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false })
                .Where(file => !IsBelow(file, outputFolder))
                .Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VideoSegException(FaultKind.Input, $"expected a folder of recordings that can be read, found '{folder}': {e.Message}", e);
        }

        Recording[] recordings = [.. files.Where(file => IsRecording(file)).Select(file => new Recording(file, Relative(folder, file)))];
        return recordings.Length > 0
            ? (recordings, files.Length - recordings.Length)
            : throw new VideoSegException(FaultKind.Input,
                $"expected recordings in the folder '{folder}' or below it, found {files.Length} files, none of them with a name like {string.Join(", ", Endings.Order().Take(5))}.");
    }

    private static IEnumerable<Recording> Match(string pattern)
    {
        // The part before the first wildcard is the folder to begin in.
        string full = Path.GetFullPath(pattern);
        string[] parts = full.Split('/');
        int first = Array.FindIndex(parts, IsPattern);
        string root = first <= 1 ? "/" : string.Join('/', parts[..first]);
        if (!Directory.Exists(root))
        {
            return [];
        }

        var matcher = new Matcher(StringComparison.Ordinal);
        matcher.AddInclude(string.Join('/', parts[first..]));
        return matcher.Execute(new DirectoryInfoWrapper(new DirectoryInfo(root))).Files
            .Select(file => Path.Combine(root, file.Path))
            .Where(file => !PartialFile.IsPartial(file))
            .Order(StringComparer.Ordinal)
            .Select(file => new Recording(file, Relative(root, file)));
    }

    private static bool IsPattern(string path) => path.AsSpan().IndexOfAny('*', '?') >= 0;

    private static bool IsRecording(string file) => Endings.Contains(Path.GetExtension(file)) && !PartialFile.IsPartial(file) && Path.GetFileName(file)[0] != '.';

    private static bool IsBelow(string file, string? folder) =>
        folder is not null && Path.GetFullPath(file).StartsWith(folder.TrimEnd('/') + '/', StringComparison.Ordinal);

    private static string Relative(string folder, string file)
    {
        string relative = Path.GetRelativePath(folder, file);
        return Path.Combine(Path.GetDirectoryName(relative) ?? "", Path.GetFileNameWithoutExtension(relative));
    }

    /// <summary>A name for what is no file: the last part of a URL's path.</summary>
    private static string StemOf(string url)
    {
        if (url == "-")
        {
            return "stdin";
        }

        string path = Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) ? uri.AbsolutePath : url;
        string stem = Path.GetFileNameWithoutExtension(path.TrimEnd('/'));
        return stem.Length > 0 && stem.IndexOfAny(Path.GetInvalidFileNameChars()) < 0 ? stem : "recording";
    }
}
