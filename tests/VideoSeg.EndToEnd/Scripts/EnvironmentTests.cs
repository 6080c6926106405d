using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.EndToEnd.Scripts;

/// <summary>What the scripts make of the machine: of a home folder that is missing, of a neighbour's folder of data.</summary>
public class EnvironmentTests
{
    [Theory]
    [InlineData("use_dotnet", 0)]
    [InlineData("use_dotnet_sdk", 1)]
    public async Task Dotnet_WithNoFolderToWriteTo_IsInTheWayOfABuildOnly(string function, int exitCode)
    {
        using var tree = new ScriptTree("eng/lib.sh");
        tree.Write("artifacts", ""); // a file: nothing can be made in it
        tree.Write("call.sh", $". '{tree.At("eng/lib.sh")}'; {function}");
        Script script = await Script.Run(
            tree.At("call.sh"), [], environment: new Dictionary<string, string?> { ["HOME"] = "/nonexistent", ["DOTNET_CLI_HOME"] = null, ["NUGET_PACKAGES"] = null });

        Assert.True(script.ExitCode == exitCode, script.Error);
    }

    [Theory]
    [InlineData("data", "<><>")]
    [InlineData("data/kvasir-seg", "<AROUND/shared/data><1>")]
    public async Task Ci_FolderBesideTheClone_IsTakenForDataWhereItHoldsADataSet(string folder, string expected)
    {
        using var tree = new ScriptTree(".ci/run");
        tree.Write("test.sh", """printf '<%s><%s>' "${VIDEOSEG_DATA-}" "${VIDEOSEG_REQUIRE_DATA-}" """);
        Directory.CreateDirectory(Path.Combine(tree.Around, "shared", folder));
        Script script = await Script.Run(
            tree.At(".ci/run"), [], environment: new Dictionary<string, string?> { ["VIDEOSEG_DATA"] = null, ["VIDEOSEG_REQUIRE_DATA"] = null });

        Assert.Equal((0, expected.Replace("AROUND", tree.Around, StringComparison.Ordinal)), (script.ExitCode, script.Output));
    }
}
