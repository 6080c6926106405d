using VideoSeg.Model.Training;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Training;

public sealed class TrainingConfigFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Read_ShippedRecipes_HaveNoFault()
    {
        string[] recipes = Directory.GetFiles(Repository.At("configs"), "*.json");
        Assert.NotEmpty(recipes);
        Assert.All(recipes, recipe => TrainingConfigFile.Read(recipe));
    }

    [Fact]
    public void Read_SeveralFaults_ListsThemAll()
    {
        string path = Write("""
            {
              "name": "x",
              "data": [ { "images": "", "masks": "m" } ],
              "stages": [ { "epochs": 0, "size": 100, "batch": 8 } ],
              "optimizer": { "learning_rate": 7 },
              "precision": "f64"
            }
            """);
        var fault = Assert.Throws<VideoSegException>(() => TrainingConfigFile.Read(path));
        Assert.Equal(FaultKind.Usage, fault.Kind);
        foreach (string name in (string[])["data[0].images", "stages[0].epochs", "stages[0].size", "optimizer.learning_rate", "precision"])
        {
            Assert.Contains(name, fault.Message);
        }
    }

    [Theory]
    [InlineData("\"classes\": [\"neoplastic\", \"other\"]", "classes: ")]
    [InlineData("\"classes\": [null]", "classes: ")]
    [InlineData("\"classes\": [\"background\", \"a,b\"]", "classes: ")]
    [InlineData("\"classes\": [\"background\", \"a\", \"b\"], \"colours\": [\"#00FF00\"]", "colours: expected 2")]
    [InlineData("\"colours\": [\"green\"]", "colours: expected 1")]
    [InlineData("\"loss\": { \"class_weights\": [1, 2] }", "loss.class_weights: ")]
    [InlineData("\"loss\": { \"tversky\": 1, \"tversky_alpha\": 0, \"tversky_beta\": 0 }", "loss.tversky_alpha: ")]
    [InlineData("\"classes\": [\"background\", \"a\"], \"loss\": { \"class_weights\": [0, 0] }", "loss.class_weights: ")]
    [InlineData("\"classes\": [\"background\", \"a\", \"b\"], \"rendered_frames\": 5", "rendered_frames: ")]
    public void Read_ClassesThatDoNotFit_IsRefusedByName(string values, string expected)
    {
        string path = Write($$"""{ "name": "x", "data": [ { "images": "i", "masks": "m" } ], "stages": [ { "epochs": 1, "size": 64, "batch": 8 } ], {{values}} }""");
        Assert.Contains(expected, Assert.Throws<VideoSegException>(() => TrainingConfigFile.Read(path)).Message);
    }

    [Fact]
    public void Read_UnknownName_IsRefusedByName()
    {
        string path = Write("""{ "name": "x", "data": [ { "images": "i", "masks": "m" } ], "stages": [ { "epochs": 1, "size": 64, "batch": 8 } ], "lerning_rate": 1 }""");
        Assert.Contains("lerning_rate", Assert.Throws<VideoSegException>(() => TrainingConfigFile.Read(path)).Message);
    }

    [Fact]
    public void Read_FileThatAnotherProgramHasLocked_SaysThatItCannotBeRead()
    {
        string path = Write("{}");
        using var locked = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        var fault = Assert.Throws<VideoSegException>(() => TrainingConfigFile.Read(path));
        Assert.Equal(FaultKind.Usage, fault.Kind);
        Assert.Contains("can be read", fault.Message);
    }

    [Fact]
    public void ToJson_ThenRead_GivesTheSameRecipe()
    {
        TrainingConfig config = TrainingConfigFile.Read(Directory.GetFiles(Repository.At("configs"), "*.json")[0]);
        string json = TrainingConfigFile.ToJson(config);
        Assert.Equal(json, TrainingConfigFile.ToJson(TrainingConfigFile.Read(Write(json))));
    }

    public void Dispose() => _folder.Dispose();

    private string Write(string json)
    {
        string path = _folder.File("recipe.json");
        File.WriteAllText(path, json);
        return path;
    }
}
