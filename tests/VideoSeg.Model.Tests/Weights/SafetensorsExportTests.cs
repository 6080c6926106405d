using VideoSeg.Model.Architectures;
using VideoSeg.Model.Tests.Inference;
using VideoSeg.Model.Weights;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Weights;

public sealed class SafetensorsExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Create_InFloat32_AndImportedAgain_IsBitForBitTheSame()
    {
        ModelFile model = TestModels.Create(UNetPlusPlus.Name, 32, 32, "background", "a", "b");
        string path = _folder.File("out.safetensors");
        SafetensorsFile.Write(path, SafetensorsExport.Create(model, ElementType.Float32));
        WeightSet read = CheckpointImport.Read(path, model.Metadata with { Name = "again" });
        Assert.Equal(model.Graph.Parameters.Select(p => p.Name).Order(StringComparer.Ordinal), read.Tensors.Keys);
        Assert.All(model.Weights.Tensors, pair => Assert.True(pair.Value.Data.Span.SequenceEqual(read[pair.Key].Data.Span), pair.Key));
        Assert.Equal("again", read.Metadata["name"]);
        Assert.DoesNotContain("format", read.Metadata.Keys);
        WeightSet written = SafetensorsFile.Read(path);
        Assert.Equal(("pt", "background,a,b"), (written.Metadata["format"], written.Metadata["classes"]));
        Assert.Equal(UNetPlusPlus.Name, ModelFile.Open(path).Metadata.Architecture);
    }

    [Fact]
    public void Create_WithoutCounters_WritesThemAsTheReferenceHasThem()
    {
        ModelFile model = TestModels.Create();
        string[] counters = [.. model.Graph.Parameters.Select(p => p.Name).Where(name => name.EndsWith("num_batches_tracked", StringComparison.Ordinal))];
        Assert.NotEmpty(counters);
        model = model with { Weights = new WeightSet(model.Weights.Tensors.RemoveRange(counters)) };
        WeightSet written = SafetensorsExport.Create(model, ElementType.Float16);
        Assert.All(counters, name =>
        {
            Assert.Equal((ElementType.Int64, 0), (written[name].Type, written[name].Shape.Length));
            Assert.Equal(new byte[8], written[name].Data.ToArray());
        });
    }

    [Theory]
    // 1 + 2^-11 and 1 + 3 * 2^-11 lie halfway between neighbours of f16: to the even one. For bf16 the same at 2^-8.
    [InlineData(ElementType.Float16, new[] { 1.00048828125f, 1.00146484375f, -0.1f, 65504, 1e-9f, 0 }, new[] { 1f, 1.001953125f, -0.0999755859375f, 65504, 0, 0 })]
    [InlineData(ElementType.BFloat16, new[] { 1.00390625f, 1.01171875f, -0.1f, 3e38f, 0 }, new[] { 1f, 1.015625f, -0.10009765625f, 3.0040553e38f, 0 })]
    public void Convert_RoundsToTheNearest_TiesToEven(ElementType type, float[] values, float[] expected)
    {
        WeightSet converted = WeightConversion.Convert(new WeightSet([new("a", WeightTensor.FromFloats(values, [values.Length]))]), type);
        Assert.Equal(type, converted["a"].Type);
        Assert.Equal(expected, converted.GetFloats("a"));
    }

    [Fact]
    public void Convert_NumbersBeyondTheType_NamesTheTensors()
    {
        var weights = new WeightSet([new("a", WeightTensor.FromFloats([70000], [1])), new("b", WeightTensor.FromFloats([1], [1])), new("c", WeightTensor.FromFloats([-1e6f], [1]))]);
        var e = Assert.Throws<VideoSegException>(() => WeightConversion.Convert(weights, ElementType.Float16));
        Assert.Contains("found larger ones in a, c;", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("F64", 1e-7f)]
    [InlineData("F32", 0)]
    [InlineData("F16", 1e-3f)]
    [InlineData("BF16", 8e-3f)]
    public void Import_ForeignFileOfEachType_WithPrefix_IsTaken(string type, float tolerance)
    {
        ModelFile model = TestModels.Create(UNetPlusPlus.PrunedName(1), 32, 32);
        string path = ForeignSafetensors.Write(_folder.File("theirs.safetensors"), model.Weights, type, name => $"module.{name}");
        WeightSet read = CheckpointImport.Read(path, model.Metadata);
        Assert.Equal(model.Weights.Tensors.Keys, read.Tensors.Keys);
        Assert.All(model.Weights.Tensors.Keys, name => Assert.All(
            model.Weights.GetFloats(name).Zip(read.GetFloats(name)), pair => Assert.Equal(pair.First, pair.Second, MathF.Max(MathF.Abs(pair.First), 1e-3f) * tolerance)));
        Assert.Equal(model.Metadata.Architecture, read.Metadata["architecture"]);
        Assert.DoesNotContain("framework", read.Metadata.Keys);
    }

    [Fact]
    public void Import_ForeignFileWithOtherNames_TellsAllOfThemAtOnce()
    {
        ModelFile model = TestModels.Create(UNetPlusPlus.PrunedName(1), 32, 32);
        string path = ForeignSafetensors.Write(
            _folder.File("theirs.safetensors"), model.Weights, "F32", name => name is "final1.weight" or "conv0_0.conv1.bias" ? $"their.{name}" : name);
        var e = Assert.Throws<VideoSegException>(() => CheckpointImport.Read(path, model.Metadata));
        Assert.Contains("missing (2): conv0_0.conv1.bias, final1.weight", e.Message, StringComparison.Ordinal);
        Assert.Contains("unexpected (2): their.conv0_0.conv1.bias, their.final1.weight", e.Message, StringComparison.Ordinal);
    }
}
