using System.CommandLine;
using VideoSeg.Host.Commands;
using VideoSeg.Model;
using VideoSeg.Model.Architectures;
using VideoSeg.Model.Weights;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Host.Tests.Commands;

public class ModelImportCommandTests
{
    [Fact]
    public async Task Import_Interrupted_EndsWithoutAFile()
    {
        using var folder = new TemporaryFolder();
        TestCheckpoint.Write(folder.File("net.pth"), WeightInitializer.Create(ResUNetPlusPlus.Build(), 7));
        ParseResult parsed = ModelCommand.Create().Parse(["import", folder.File("net.pth"), "-o", folder.File("net.safetensors")]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => parsed.InvokeAsync(
            new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, new CancellationToken(canceled: true)));
        Assert.Equal([folder.File("net.pth")], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Import_NameThatTheWeightsCouldNotBeReadWith_IsRefused()
    {
        using var folder = new TemporaryFolder();
        TestCheckpoint.Write(folder.File("a\tb.pth"), WeightInitializer.Create(ResUNetPlusPlus.Build(), 7));
        var fault = await Assert.ThrowsAsync<VideoSegException>(() => CommandRun.ModelAsync("import", folder.File("a\tb.pth"), "-o", folder.File("net.safetensors")));
        Assert.StartsWith("--name: expected text without control characters", fault.Message, StringComparison.Ordinal);
        Assert.Equal(0, await CommandRun.ModelAsync("import", folder.File("a\tb.pth"), "-o", folder.File("net.safetensors"), "--name", "ab"));
        Assert.Equal("ab", ModelFile.Open(folder.File("net.safetensors")).Metadata.Name);
    }
}
