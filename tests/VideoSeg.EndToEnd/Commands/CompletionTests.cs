using VideoSeg.EndToEnd.Scripts;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.EndToEnd.Commands;

/// <summary>The scripts of <c>videoseg completion</c> in real shells.</summary>
public sealed class CompletionTests : IDisposable
{
    // A word that is completed is ended by the shell with a blank, so that the next one follows at once.
    private const string Keys = "videoseg pro\tin --overl\tfi\t--mask\tmy\t--steady=o\tn -o ot\t\nexit\n";
    private const string Completed = "<process><in><--overlay><fill><--masks><my masks.mkv><--steady=on><-o><other.mp4>";

    // In place of the program: shows what it is called with.
    private const string Show = """videoseg() { printf "<%s>" "$@"; echo; }""";

    private readonly TemporaryFolder _folder = new();

    public CompletionTests()
    {
        File.WriteAllText(_folder.File("my masks.mkv"), "");
        File.WriteAllText(_folder.File("other.mp4"), "");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Bash_KeysTyped_AreCompleted()
    {
        await WriteScript("bash");
        Script run = await Type("bash --norc --noprofile -i", $"source ./script; {Show}\n{Keys}");
        Assert.Contains(Completed, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Zsh_KeysTyped_AreCompleted()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/zsh"), "needs zsh, which is not installed");
        await WriteScript("zsh");
        Script run = await Type("zsh -f -i", $"autoload -U compinit; compinit -u -d ./dump; source ./script; {Show}\n{Keys}");
        Assert.Contains(Completed, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("videoseg pro", "process")]
    [InlineData("videoseg process --ov", "--overlay --overwrite")]
    [InlineData("./videoseg process in.mp4 --overlay ", "box contour fill heatmap none")]
    [InlineData("videoseg process --overlay=fi", "--overlay=fill")]
    [InlineData("videoseg process --masks o", "other.mp4")]
    public async Task Fish_CommandLines_AreCompleted(string line, string expected)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/fish"), "needs fish, which is not installed");
        await WriteScript("fish");
        Script run = await Script.Run("/usr/bin/fish", ["--no-config", "-c", $"source ./script; complete -C '{line}'"], folder: _folder.Path);
        Assert.Equal(expected.Split(' '), run.Output.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Bash_CommandLines_OfferWhatFits()
    {
        await WriteScript("bash");
        Assert.Equal("process", await Offers("videoseg pro"));
        Assert.Equal("--overlay --overwrite", await Offers("videoseg process --ov"));
        Assert.Equal("average calibrate compile export import summary tune", await Offers("./videoseg model "));
        Assert.Equal("fill", await Offers("videoseg process in.mp4 --overlay=f"));
        Assert.Equal("", await Offers("videoseg process in"));
    }

    [Fact]
    public async Task Completion_OfAnotherShell_IsAUsageFault()
    {
        var (exitCode, _, errors) = await VideoSegProgram.RunAsync("completion", "csh");
        Assert.Equal(2, exitCode);
        Assert.Contains("'bash'", errors, StringComparison.Ordinal);
    }

    private async Task WriteScript(string shell)
    {
        var (exitCode, output, errors) = await VideoSegProgram.RunAsync("completion", shell);
        Assert.True(exitCode == 0, errors);
        await File.WriteAllTextAsync(_folder.File("script"), output);
    }

    /// <summary>A shell that believes it has a terminal.</summary>
    private Task<Script> Type(string shell, string keys) => Script.Run("/usr/bin/script", ["-qec", shell, "/dev/null"], keys,
        new Dictionary<string, string?> { ["TERM"] = "dumb", ["HISTFILE"] = null, ["INPUTRC"] = "/dev/null" }, _folder.Path);

    private async Task<string> Offers(string line)
    {
        Script run = await Script.Run("/usr/bin/bash",
            ["-c", """source ./script; COMP_LINE="$1" COMP_POINT=${#1}; read -ra COMP_WORDS <<<"$1"; _videoseg; echo "${COMPREPLY[*]}" """, "bash", line], folder: _folder.Path);
        return run.Output.Trim();
    }
}
