using System.Text.Json;
using VideoSeg.Model.OneDnn;
using VideoSeg.TestKit;

namespace VideoSeg.EndToEnd.Commands;

/// <summary>The shipped weights score what their card says, to 0.001.</summary>
public class EvaluateModelCardTests
{
    private static readonly string[] Keys = ["images", "dice", "iou", "precision", "recall", "f2", "miou2"];

    [Theory]
    [InlineData("resunetpp-kvasir", "Kvasir-SEG official 120", "kvasir-seg", "kvasir-seg/val.txt")]
    [InlineData("resunetpp-kvasir", "CVC-ClinicDB, never trained on", "cvc-clinicdb", null)]
    [InlineData("resunetpp-bkai-classes", "BKAI-IGH NeoPolyp, held-out fifth", "bkai-neopolyp", "./configs/splits/bkai-test.txt")]
    public async Task Evaluate_ShippedWeights_GivesTheScoresOfTheCard(string model, string set, string folder, string? split)
    {
        string data = RealData.Folder;
        string[] arguments =
        [
            "evaluate", "--model", Repository.At("models", model + ".safetensors"), "--images", Path.Combine(data, folder, "images"),
            "--masks", Path.Combine(data, folder, "masks"), "--precision", "f32", "--json",
        ];
        if (split is not null)
        {
            arguments = [.. arguments, "--split", split.StartsWith('.') ? Repository.At(split) : Path.Combine(data, split)];
        }

        var (exitCode, output, error) = await VideoSegProgram.RunAsync(arguments);
        Assert.True(exitCode == 0, error);

        double[] expected = ModelCards.Scores(model + ".md")[set];
        using JsonDocument scores = JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]);
        for (int i = 0; i < Keys.Length; i++)
        {
            double found = scores.RootElement.GetProperty(Keys[i]).GetDouble();
            Assert.True(Math.Abs(found - expected[i]) <= 0.001, $"{set}, {Keys[i]}: the card says {expected[i]}, found {found}");
        }
    }

    [Theory]
    [InlineData("bf16", 0.001)]
    [InlineData("int8", 0.005)]
    public async Task Evaluate_ShorterNumbers_LoseNoMoreThanAllowed(string precision, double allowed)
    {
        Assert.SkipUnless(precision != "bf16" || CpuPrecision.KeepsBFloat16(OneDnnRuntime.InstructionSet), "this processor keeps nothing in bf16 (no AVX-512)");
        var (exitCode, output, error) = await VideoSegProgram.RunAsync(
            "evaluate", "--images", RealData.At("kvasir-seg", "images"), "--masks", RealData.At("kvasir-seg", "masks"),
            "--split", RealData.At("kvasir-seg", "val.txt"), "--precision", precision, "--json");
        Assert.True(exitCode == 0, error);
        using JsonDocument scores = JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]);
        Assert.Equal(precision, scores.RootElement.GetProperty("compute_precision").GetString());
        double dice = scores.RootElement.GetProperty("dice").GetDouble(), exact = ModelCards.Scores("resunetpp-kvasir.md")["Kvasir-SEG official 120"][1];
        Assert.True(dice >= exact - allowed, $"{precision}: Dice {dice}, expected {exact} less {allowed} at most");
    }

    [Fact]
    public void Card_Kvasir_IsAboveTheFloor() => Assert.True(ModelCards.Scores("resunetpp-kvasir.md")["Kvasir-SEG official 120"][1] >= 0.65);
}
