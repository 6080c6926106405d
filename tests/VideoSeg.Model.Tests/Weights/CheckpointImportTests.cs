using VideoSeg.Model.Architectures;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Weights;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Weights;

public sealed class CheckpointImportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_OfAWholeNetwork_GivesEveryTensorAsItWas()
    {
        NetworkGraph graph = ResUNetPlusPlus.Build();
        WeightSet saved = RandomWeights.Create(graph, 2);
        TestCheckpoint.Write(_folder.File("net.pth"), saved);
        WeightSet read = CheckpointImport.Read(_folder.File("net.pth"), new ModelMetadata { Name = "net" });
        Assert.Equal(saved.Tensors.Keys, read.Tensors.Keys);
        Assert.All(saved.Tensors, pair => Assert.True(pair.Value.Data.Span.SequenceEqual(read[pair.Key].Data.Span), pair.Key));
        Assert.Equal("net", read.Metadata["name"]);
        Assert.Equal("resunetpp", read.Metadata["architecture"]);
    }

    [Fact]
    public void Read_Cancelled_Ends()
    {
        TestCheckpoint.Write(_folder.File("net.pth"), RandomWeights.Create(ResUNetPlusPlus.Build(), 2));
        Assert.Throws<OperationCanceledException>(
            () => CheckpointImport.Read(_folder.File("net.pth"), new ModelMetadata { Name = "net" }, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Read_OfAnotherNumberOfClasses_SaysWhatDiffers()
    {
        TestCheckpoint.Write(_folder.File("net.pth"), RandomWeights.Create(ResUNetPlusPlus.Build(classes: 3), 2));
        var e = Assert.Throws<VideoSegException>(() => CheckpointImport.Read(_folder.File("net.pth"), new ModelMetadata { Name = "net" }));
        Assert.Equal(FaultKind.Input, e.Kind);
        Assert.Contains("output.weight (expected floating point [1, 16, 1, 1], found Float32 [3, 16, 1, 1])", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ForASizeThatDoesNotSuitTheNetwork_IsRefused() => Assert.Equal(FaultKind.Usage, Assert.Throws<VideoSegException>(
        () => CheckpointImport.Read(_folder.File("none.pth"), new ModelMetadata { Name = "net", InputWidth = 350 })).Kind);
}
