using System.Text.Json;
using VideoSeg.EndToEnd.Scripts;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.EndToEnd.Commands;

/// <summary><c>videoseg doctor</c> from outside, with all that it looks for and without.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Doctor_WhereAllIsThere_FindsItAndEndsWith0()
    {
        var (exitCode, output, errors) = await VideoSegProgram.RunAsync("doctor", "--json");

        Assert.True(exitCode == 0, output + errors);
        JsonElement root = JsonDocument.Parse(output).RootElement;
        Assert.True(root.GetProperty("ready").GetBoolean());
        Dictionary<string, string> found = Findings(root).ToDictionary(finding => finding.Name, finding => finding.Found);
        Assert.Matches(@"^\d+\.\d+\.\d+.*, with(out)? CUDA$", found["libtorch"]);
        Assert.Contains("libavcodec ", found["FFmpeg"], StringComparison.Ordinal);
        Assert.Matches(@"^libjpeg\S* \S+, libpng [\d.]+, libtiff [\d.]+$", found["pictures"]);
        Assert.Matches(@"^SDL 2\.[\d.]+$", found["monitor"]);
        Assert.StartsWith("libx264, ", found["encoders"], StringComparison.Ordinal);
        Assert.Contains("input 352 x 352", found["weights"], StringComparison.Ordinal);
        Assert.Contains("research", found["weights"], StringComparison.Ordinal);
        Assert.Matches(@"^\d+ ms \((onednn|cuda), (f32|bf16|f16|int8), \S+\)$", found["one picture"]);
    }

    [Theory]
    [InlineData("av", "FFmpeg", "encoders", "decoders")]
    [InlineData("torch", "libtorch")]
    [InlineData("onednn", "oneDNN", "one picture")]
    [InlineData("image", "pictures")]
    [InlineData("vision", "OpenCV")]
    public async Task Doctor_WithoutALibrary_TellsItAndEndsWith5(string library, params string[] missing)
    {
        string program = CopyProgram();
        File.Delete(Path.Combine(program, "native", $"libvideoseg_{library}.so"));

        Script json = await Run(program, "--json");
        Assert.True(json.ExitCode == 5, json.Output + json.Error);
        JsonElement root = JsonDocument.Parse(json.Output).RootElement;
        Assert.False(root.GetProperty("ready").GetBoolean());
        Assert.Equal(missing, Findings(root).Where(finding => finding.State == "missing").Select(finding => finding.Name));
        Assert.Equal("", json.Error);

        Script lines = await Run(program);
        Assert.Equal(5, lines.ExitCode);
        Assert.Contains($"missing  {missing[0]}: expected the library libvideoseg_{library}.so, found none that loads:", lines.Output, StringComparison.Ordinal);
        Assert.Contains("./videoseg --build", lines.Output, StringComparison.Ordinal);
        Assert.Contains("not ready", lines.LastLine, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Doctor_WithoutTheProgramForDisplays_WarnsOnly()
    {
        string program = CopyProgram();
        File.Delete(Path.Combine(program, "native", "videoseg_monitor"));

        Script json = await Run(program, "--json");

        Assert.True(json.ExitCode == 0, json.Output + json.Error);
        (_, string state, string found) = Findings(JsonDocument.Parse(json.Output).RootElement).Single(finding => finding.Name == "monitor");
        Assert.Equal("warning", state);
        Assert.StartsWith("expected the program videoseg_monitor, found it nowhere:", found, StringComparison.Ordinal);
    }

    private static Task<Script> Run(string program, params string[] arguments) =>
        Script.Run(Path.Combine(program, "videoseg"), ["doctor", .. arguments], environment: new Dictionary<string, string?> { ["OMP_WAIT_POLICY"] = "passive" });

    private static IEnumerable<(string Name, string State, string Found)> Findings(JsonElement root) =>
        root.GetProperty("findings").EnumerateArray().Select(finding =>
            (finding.GetProperty("name").GetString()!, finding.GetProperty("state").GetString()!, finding.GetProperty("found").GetString()!));

    /// <summary>The program with its libraries and weights, in a folder of its own.</summary>
    private string CopyProgram()
    {
        string program = Repository.At("artifacts", "bin", "VideoSeg.Host", "release");
        foreach (string path in Directory.EnumerateFiles(program, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(_folder.Path, Path.GetRelativePath(program, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }

        Directory.CreateDirectory(_folder.File("models"));
        File.CreateSymbolicLink(_folder.File("models/resunetpp-kvasir.safetensors"), Repository.At("models", "resunetpp-kvasir.safetensors"));
        return _folder.Path;
    }
}
