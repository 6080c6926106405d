using VideoSeg.Model.Weights;

namespace VideoSeg.Model.TorchScript;

/// <summary>A TorchScript file that somebody trusts, with its description. It is loaded by the <see cref="ScriptSegmenter"/>.</summary>
/// <param name="Path">Full path of the file.</param>
/// <param name="Description">What goes in and what comes out.</param>
public sealed record ScriptFile(string Path, ScriptDescription Description) : INetworkFile
{
    private static readonly string[] Endings = [".pt", ".ts"];

    /// <inheritdoc/>
    public ModelMetadata Metadata => Description.Metadata;

    /// <summary>Whether a file is TorchScript, or is called so.</summary>
    /// <exception cref="VideoSegException">It is called so and is something else (<see cref="FaultKind.Input"/>).</exception>
    public static bool IsOne(string path)
    {
        TorchFileKind kind = TorchFile.KindOf(path);
        if (kind == TorchFileKind.None && File.Exists(path) && Endings.Contains(System.IO.Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
        {
            throw new VideoSegException(FaultKind.Input, $"{path}: expected a TorchScript file, the zip archive that torch.jit.save writes, found something else");
        }

        return kind == TorchFileKind.Script;
    }

    /// <summary>Reads the description; the program itself is not loaded yet.</summary>
    /// <param name="path">A TorchScript file.</param>
    /// <param name="isTrusted">Whether whoever asks trusts its maker.</param>
    /// <exception cref="VideoSegException">It is not trusted (<see cref="FaultKind.Usage"/>), or its description is missing or wrong (<see cref="FaultKind.Input"/>).</exception>
    public static ScriptFile Open(string path, bool isTrusted)
    {
        RequireTrust(path, isTrusted);
        return new(System.IO.Path.GetFullPath(path), ScriptDescriptionReader.Read(path));
    }

    /// <summary>Refuses a file whose maker nobody trusts.</summary>
    /// <exception cref="VideoSegException">It is not trusted (<see cref="FaultKind.Usage"/>).</exception>
    internal static void RequireTrust(string path, bool isTrusted)
    {
        if (!isTrusted)
        {
            throw new VideoSegException(FaultKind.Usage,
                $"{path} is a TorchScript file: not weights alone but a program, which runs with your rights, and no check can tell what it does. " +
                "It is loaded only if you say that you trust whoever made it: add --trust-torchscript (in a configuration: Engine:TrustTorchScript). " +
                "Weights of a network that is known here need no trust: import them with ./videoseg model import");
        }
    }
}
