using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace VideoSeg.Host.Web;

/// <summary>The files of the page, which the program carries in itself: no build step, nothing to be installed beside it.</summary>
internal static class PageFiles
{
    /// <summary>The page itself.</summary>
    public const string Index = "index.html";

    private const string Prefix = "page/";
    private static readonly FrozenDictionary<string, PageFile> Files = Load().ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Their paths, with slashes.</summary>
    public static IEnumerable<string> Paths => Files.Keys;

    /// <summary>One of them; null where there is none of this path.</summary>
    public static PageFile? Find(string path) => Files.GetValueOrDefault(path);

    private static IEnumerable<KeyValuePair<string, PageFile>> Load()
    {
        Assembly assembly = Assembly.GetExecutingAssembly();
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12))}\"");
            yield return new(name[Prefix.Length..], new PageFile(MediaType(name), bytes, tag));
        }
    }

    private static string MediaType(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        string other => throw new InvalidOperationException($"no media type for {other} files of the page"),
    };
}
