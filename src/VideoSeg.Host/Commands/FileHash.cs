using System.Security.Cryptography;

namespace VideoSeg.Host.Commands;

/// <summary>What a file of weights is known by in reports.</summary>
internal static class FileHash
{
    /// <summary>SHA-256 of a file of any size, in lower case.</summary>
    public static string Of(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
