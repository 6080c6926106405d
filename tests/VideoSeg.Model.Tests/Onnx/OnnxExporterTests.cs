using VideoSeg.Model.Architectures;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Onnx;
using VideoSeg.Model.Weights;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Onnx;

/// <summary>What an ONNX file says; that it computes the right thing is tested against ONNX Runtime, in VideoSeg.EndToEnd.</summary>
public sealed class OnnxExporterTests : IDisposable
{
    private static readonly NetworkGraph Graph = ResUNetPlusPlus.Build();

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_AModel_StatesVersionsAndProducer()
    {
        WireField[] model = Export(Model("polyp"));
        Assert.Equal(8, Single(model, 1).Integer);
        Assert.Equal("VideoSeg", Single(model, 2).Text);
        Assert.Equal(17, Single(Single(model, 8).Message, 2).Integer);
        Assert.Contains("not a medical device", Single(Single(model, 7).Message, 10).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_OneClass_TellsInItsMetadataHowToUseIt()
    {
        Dictionary<string, string> metadata = Metadata(Export(Model("polyp", threshold: 0.4f, notice: "take care")));
        Assert.Equal(
            ["architecture", "classes", "input_height", "input_width", "intended_use", "name", "notice", "postprocessing", "preprocessing", "size_multiple", "threshold"],
            metadata.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("polyp", "0.4", "352", "8", "take care"),
            (metadata["classes"], metadata["threshold"], metadata["input_width"], metadata["size_multiple"], metadata["notice"]));
        Assert.Equal("For research use only; not a medical device.", metadata["intended_use"]);
        Assert.StartsWith("float32 [N, 3, H, W]: planes R, G, B, each an 8-bit value divided by 255", metadata["preprocessing"], StringComparison.Ordinal);
        Assert.StartsWith("The logistic function of logits [N, 1, H, W] is the probability of polyp.", metadata["postprocessing"], StringComparison.Ordinal);
        Assert.EndsWith("from 0.4 on a pixel counts.", metadata["postprocessing"], StringComparison.Ordinal);
    }

    [Fact]
    public void Write_SeveralClasses_TellsOfTheSoftmax()
    {
        NetworkGraph graph = ResUNetPlusPlus.Build(classes: 3);
        ModelFile model = Model("background,a,b") with { Graph = graph, Weights = WeightInitializer.Create(graph, 1) };
        Assert.StartsWith(
            "The softmax over the 3 planes of logits [N, 3, H, W] is the probability of background, a, b.", Metadata(Export(model))["postprocessing"], StringComparison.Ordinal);
    }

    [Fact]
    public void Write_AModel_HoldsEachTensorOfTheWeightsByItsName()
    {
        ModelFile model = Model("polyp");
        WireField[] graph = Single(Export(model), 7).Message;
        string[] names = [.. graph.Where(field => field.Number == 5).Select(tensor => Single(tensor.Message, 8).Text)];
        string[] stored = [.. Graph.Parameters.Where(p => p.Role != ParameterRole.BatchCount).Select(p => p.Name)];
        Assert.Equal(stored.Order(StringComparer.Ordinal), names.Where(name => !name.Contains('/')).Order(StringComparer.Ordinal));
        WireField[] kernel = graph.Where(field => field.Number == 5).Select(tensor => tensor.Message).Single(tensor => Single(tensor, 8).Text == "c1.c1.0.weight");
        Assert.Equal([16, 3, 3, 3], kernel.Where(field => field.Number == 1).Select(field => field.Integer));
        Assert.Equal(model.Weights["c1.c1.0.weight"].Data.ToArray(), Single(kernel, 9).Bytes);
    }

    [Fact]
    public void Write_WithSizesOpenOrFixed_StatesThem()
    {
        Assert.Equal(["N", "3", "H", "W"], Dimensions(Export(Model("polyp")), 11));
        Assert.Equal(["N", "1", "H", "W"], Dimensions(Export(Model("polyp")), 12));
        Assert.Equal(["4", "3", "H", "W"], Dimensions(Export(Model("polyp"), new OnnxExportOptions { Batch = 4 }), 11));
        Assert.Equal(["N", "3", "256", "320"], Dimensions(Export(Model("polyp"), new OnnxExportOptions { Size = (256, 320) }), 11));
        Assert.Equal(["N", "1", "256", "320"], Dimensions(Export(Model("polyp"), new OnnxExportOptions { Size = (256, 320) }), 12));
    }

    [Fact]
    public void Write_WithASizeThatDoesNotSuit_WritesNothing()
    {
        var fault = Assert.Throws<VideoSegException>(() => Export(Model("polyp"), new OnnxExportOptions { Size = (352, 350) }));
        Assert.Equal(FaultKind.Usage, fault.Kind);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    private static ModelFile Model(string classes, float threshold = 0.5f, string notice = "") => new(
        "net",
        new ModelMetadata { Name = "net", Classes = ClassNames.Split(classes), Threshold = threshold, Notice = notice },
        Graph,
        WeightInitializer.Create(Graph, 1));

    private static Dictionary<string, string> Metadata(WireField[] model) => model.Where(field => field.Number == 14)
        .ToDictionary(pair => Single(pair.Message, 1).Text, pair => Single(pair.Message, 2).Text, StringComparer.Ordinal);

    /// <summary>The sizes of the graph's only input (11) or output (12), those left open by their names.</summary>
    private static IEnumerable<string> Dimensions(WireField[] model, int field)
    {
        WireField[] value = Single(Single(model, 7).Message, field).Message;
        WireField[] tensor = Single(Single(value, 2).Message, 1).Message;
        Assert.Equal(1, Single(tensor, 1).Integer); // float32
        return Single(tensor, 2).Message.Select(dimension => dimension.Message.Single()).Select(size => size.Bytes is null ? $"{size.Integer}" : size.Text);
    }

    private static WireField Single(IEnumerable<WireField> message, int number) => message.Single(field => field.Number == number);

    private WireField[] Export(ModelFile model, OnnxExportOptions? options = null)
    {
        OnnxExporter.Write(_folder.File("net.onnx"), model, options ?? new OnnxExportOptions());
        return WireField.Read(File.ReadAllBytes(_folder.File("net.onnx")));
    }
}
