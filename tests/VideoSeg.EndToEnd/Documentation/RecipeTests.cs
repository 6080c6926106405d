using System.Text.Json.Nodes;
using VideoSeg.Model.Training;
using Xunit;

namespace VideoSeg.EndToEnd.Documentation;

/// <summary>The table of a recipe's values in docs/training.md against the real ones.</summary>
public sealed class RecipeTests
{
    private static readonly string[] Required = ["data", "name", "stages"];

    [Fact]
    public void Values_OfARecipe_AreDocumentedWithTheirDefaults()
    {
        var config = new TrainingConfig { Name = "n", Data = [], Stages = [] };
        JsonObject json = JsonNode.Parse(TrainingConfigFile.ToJson(config))!.AsObject();
        Dictionary<string, string> real = Flatten(json, "").ToDictionary(pair => pair.Name, pair => Required.Contains(pair.Name) ? "required" : pair.Value, StringComparer.Ordinal);

        Dictionary<string, string> documented = OptionTable.Below("## The recipe")!.ToDictionary(row => row[0], row => row[^1], StringComparer.Ordinal);

        Assert.Equal(real.OrderBy(pair => pair.Key, StringComparer.Ordinal), documented.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    private static IEnumerable<(string Name, string Value)> Flatten(JsonObject json, string prefix) =>
        json.SelectMany(pair => pair.Value is JsonObject inner
            ? Flatten(inner, $"{prefix}{pair.Key}.")
            : [($"{prefix}{pair.Key}", Text(pair.Value))]);

    /// <summary>A list as its values one after another, an empty one as none.</summary>
    private static string Text(JsonNode? value) => value switch
    {
        null or JsonArray { Count: 0 } => "none",
        JsonArray list => string.Join(", ", list.Select(item => item?.ToString())),
        _ => value.ToString(),
    };
}
