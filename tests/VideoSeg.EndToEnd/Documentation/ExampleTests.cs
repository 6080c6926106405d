using System.CommandLine;
using VideoSeg.Host.Commands;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.EndToEnd.Documentation;

/// <summary>The examples that <c>--help</c> shows.</summary>
public sealed class ExampleTests
{
    [Theory]
    [MemberData(nameof(CommandTests.CommandNames), MemberType = typeof(CommandTests))]
    public void Examples_OfEveryCommand_AreThereAndParse(string path)
    {
        (string CommandLine, string Meaning)[] examples = [.. CommandExamples.Of(path)];

        Assert.NotEmpty(examples);
        foreach ((string commandLine, _) in examples)
        {
            ParseResult parsed = CommandLine.Root().Parse(commandLine["videoseg ".Length..]);
            Assert.True(parsed.Errors.Count == 0, $"{commandLine}: {string.Join("; ", parsed.Errors.Select(error => error.Message))}");
            Assert.Equal(path, CommandExamples.PathOf(parsed.CommandResult.Command));
        }
    }

    [Fact]
    public async Task Help_OfACommand_ShowsItsExamples()
    {
        var (exitCode, output, _) = await VideoSegProgram.RunAsync("model", "import", "--help");

        Assert.Equal(0, exitCode);
        Assert.Contains("Examples:\n  videoseg model import checkpoint.pth -o weights.safetensors\n", output, StringComparison.Ordinal);
    }
}
