using System.CommandLine;
using System.Text.Json.Nodes;
using VideoSeg.Host.Commands;
using VideoSeg.Model;
using VideoSeg.Model.Evaluation;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Weights;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Host.Tests.Commands;

public class ModelTuneCommandTests
{
    [Fact]
    public void Choose_EqualDice_TakesTheSmallestAreaAndTheThresholdNearestToAHalf()
    {
        SweepPoint[] points = [Point(0.3f, 0, 0.8), Point(0.6f, 0, 0.90001), Point(0.9f, 0, 0.90002), Point(0.5f, 0.001, 0.90003)];
        Assert.Equal(points[1], ModelTuneCommand.Choose(points));
    }

    [Fact]
    public async Task Tune_Write_PutsBothValuesIntoTheWeightsAndChangesNothingElse()
    {
        using var folder = new TemporaryFolder();
        string model = RandomModel.Write(folder.File("net.safetensors"));
        Directory.CreateDirectory(folder.File("images"));
        Directory.CreateDirectory(folder.File("masks"));
        foreach (int n in new[] { 1, 2 })
        {
            var picture = new Picture(64, 64, PixelFormat.Rgb24);
            var mask = new Picture(64, 64, PixelFormat.Gray8);
            new Random(n).NextBytes(picture.Data);
            mask.Data.AsSpan(0, 1500).Fill(255);
            ImageFile.Write(folder.File($"images/p{n}.png"), picture);
            ImageFile.Write(folder.File($"masks/p{n}.png"), mask);
        }

        WeightSet whole = SafetensorsFile.Read(model);
        SafetensorsFile.Write(model, whole.WithMetadata(whole.Metadata.SetItem("threshold", "0.123").SetItem("min_area", "0.3")));
        WeightSet before = SafetensorsFile.Read(model);
        string[] arguments = ["tune", "--images", folder.File("images"), "--masks", folder.File("masks"), "--model", model, "--device", "cpu", "--precision", "f32", "--json"];
        JsonObject chosen = await RunJson(arguments);
        Assert.False((bool)chosen["written"]!);
        Assert.Equal(0.123f, ModelFile.Open(model).Metadata.Threshold);

        Assert.True((bool)(await RunJson([.. arguments, "--write"]))["written"]!);

        WeightSet after = SafetensorsFile.Read(model);
        ModelMetadata metadata = ModelFile.Open(model).Metadata;
        Assert.Equal((double)chosen["threshold"]!, metadata.Threshold, 1e-6);
        Assert.Equal((double)chosen["min_area"]!, metadata.MinArea, 1e-9);
        Assert.Equal(before.Metadata["name"], metadata.Name);
        Assert.All(before.Tensors, pair => Assert.True(pair.Value.Data.Span.SequenceEqual(after[pair.Key].Data.Span)));
    }

    [Theory]
    [InlineData("--mode", "accurate")]
    [InlineData("--depth", "2")]
    [InlineData("--augment", "flips")]
    public async Task Tune_WriteOfAPart_IsRefused(string option, string value)
    {
        var fault = await Assert.ThrowsAsync<VideoSegException>(() => Run("tune", "--images", "x", "--masks", "y", "--model", "z", "--write", option, value));
        Assert.Equal(FaultKind.Usage, fault.Kind);
        Assert.Contains("--write", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tune_WriteWithoutAModel_IsRefusedBeforeTheWork()
    {
        var fault = await Assert.ThrowsAsync<VideoSegException>(() => Run("tune", "--images", "x", "--masks", "y", "--write"));
        Assert.Equal(FaultKind.Usage, fault.Kind);
        Assert.Contains("--model", fault.Message, StringComparison.Ordinal);
    }

    private static async Task<JsonObject> RunJson(string[] arguments)
    {
        TextWriter console = Console.Out;
        using var output = new StringWriter();
        Console.SetOut(output);
        try
        {
            Assert.Equal(0, await Run(arguments));
        }
        finally
        {
            Console.SetOut(console);
        }

        return JsonNode.Parse(output.ToString())!.AsObject();
    }

    private static Task<int> Run(params string[] arguments) => ModelCommand.Create().Parse(arguments).InvokeAsync(
        new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, TestContext.Current.CancellationToken);

    private static SweepPoint Point(float threshold, double area, double dice) => new(threshold, area, new ImageScores(dice, 0, 0, 0, 0, 0), 0, 0);
}
