using Xunit;

namespace VideoSeg.EndToEnd.Scripts;

/// <summary>eng/onnxruntime.sh with an npm of the test's own.</summary>
public sealed class OnnxRuntimeScriptTests : IDisposable
{
    /// <summary>An npm that leaves a package of the version asked for, with libraries for two systems.</summary>
    private const string Npm = """
        while [ $# -gt 1 ]; do [ "$1" != --prefix ] || prefix="$2"; shift; done
        package="$prefix/node_modules/onnxruntime-node"
        for system in linux/x64 linux/arm64 win32/x64; do
          mkdir -p "$package/bin/napi-v6/$system"
          touch "$package/bin/napi-v6/$system/onnxruntime_binding.node"
        done
        printf '{\n  "version": "%s",\n}\n' "${1#*@}" >"$package/package.json"
        """;

    private readonly ScriptTree _tree = new("eng/onnxruntime.sh", "eng/lib.sh");

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task Install_WhereItIsMissing_BringsItForThisSystemOnceOnly()
    {
        Script first = await Install(Npm);
        Assert.True(first.ExitCode == 0, first.Error);
        string bin = _tree.At("artifacts/onnxruntime/node_modules/onnxruntime-node/bin/napi-v6");
        Assert.Equal(["linux"], Directory.GetDirectories(bin).Select(Path.GetFileName));
        Assert.False(Directory.Exists(_tree.At("artifacts/onnxruntime.partial")));

        Script second = await Install("exit 1");
        Assert.Equal((0, "", ""), (second.ExitCode, second.Output, second.Error));
    }

    [Theory]
    [InlineData("exit 1", "npm could not install onnxruntime-node ")]
    [InlineData(":", "expected a library of ONNX Runtime for ")]
    public async Task Install_ThatFails_SaysWhyAndLeavesNothing(string npm, string said)
    {
        Script script = await Install(npm);
        Assert.Equal(1, script.ExitCode);
        Assert.Contains(said, script.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(_tree.At("artifacts")));
    }

    [Fact]
    public async Task Install_WithoutNode_SaysWhatToInstall()
    {
        Script script = await Install(npm: null);
        Assert.Equal(1, script.ExitCode);
        Assert.Contains("apt-get install nodejs npm", script.Error, StringComparison.Ordinal);
    }

    private Task<Script> Install(string? npm)
    {
        // Nothing but what the script needs is on its PATH, so that no npm of this machine's is called.
        Directory.CreateDirectory(_tree.At("bin"));
        foreach (string tool in (string[])["bash", "env", "dirname", "uname", "sed", "mkdir", "rm", "mv", "find", "touch", "cat"])
        {
            if (!File.Exists(_tree.At($"bin/{tool}")))
            {
                File.CreateSymbolicLink(_tree.At($"bin/{tool}"), Path.Combine("/usr/bin", tool));
            }
        }

        if (npm is not null)
        {
            _tree.Write("bin/node", ":");
            _tree.Write("bin/npm", npm);
        }

        return Script.Run(_tree.At("eng/onnxruntime.sh"), [], environment: new Dictionary<string, string?> { ["PATH"] = _tree.At("bin") });
    }
}
