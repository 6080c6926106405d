using VideoSeg.TestKit;

namespace VideoSeg.EndToEnd.Scripts;

/// <summary>A folder, with a blank in its name, that holds some of the repository's scripts, and in place of the others such as only tell that they were called.</summary>
internal sealed class ScriptTree : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ScriptTree(params string[] scripts)
    {
        foreach (string script in scripts)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(At(script))!);
            File.Copy(Repository.At(script.Split('/')), At(script));
        }
    }

    /// <summary>The folder around it.</summary>
    public string Around => _folder.Path;

    /// <summary>A path below it.</summary>
    public string At(string path) => Path.Combine(_folder.Path, "a clone", path);

    /// <summary>Writes a script.</summary>
    public void Write(string path, string body)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), $"#!/usr/bin/env bash\n{body}\n");
        File.SetUnixFileMode(At(path), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();
}
