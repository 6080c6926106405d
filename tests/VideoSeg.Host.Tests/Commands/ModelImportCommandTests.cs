using System.CommandLine;
using VideoSeg.Host.Commands;
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
}
