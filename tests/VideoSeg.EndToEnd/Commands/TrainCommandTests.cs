using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.TestKit;

namespace VideoSeg.EndToEnd.Commands;

public sealed class TrainCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TrainCommandTests()
    {
        Directory.CreateDirectory(_folder.File("images"));
        Directory.CreateDirectory(_folder.File("masks"));
        var random = new Random(2);
        for (int n = 0; n < 16; n++)
        {
            var image = new Picture(48, 40, PixelFormat.Rgb24);
            var mask = new Picture(48, 40, PixelFormat.Gray8);
            int left = random.Next(4, 20), top = random.Next(4, 16), side = random.Next(10, 20);
            for (int i = 0; i < 48 * 40; i++)
            {
                bool inside = i % 48 >= left && i % 48 < left + side && i / 48 >= top && i / 48 < top + side;
                mask.Data[i] = inside ? (byte)255 : (byte)0;
                for (int c = 0; c < 3; c++)
                {
                    image.Data[(i * 3) + c] = (byte)((inside ? 160 : 80) + random.Next(-25, 25));
                }
            }

            ImageFile.Write(_folder.File($"images/{n:d2}.png"), image);
            ImageFile.Write(_folder.File($"masks/{n:d2}.png"), mask);
        }

        File.WriteAllText(_folder.File("recipe.json"), """
            {
              "name": "squares",
              "data": [ { "images": "images", "masks": "masks" } ],
              "validation_fraction": 0.25,
              "stages": [ { "epochs": 5, "size": 32, "batch": 4 }, { "epochs": 1, "size": 48, "batch": 4 } ],
              "augmentation": { "rotation_degrees": 30, "flip_horizontal": 0.5, "blur_probability": 0.5 },
              "precision": "f32"
            }
            """);
    }

    [Fact]
    public async Task Train_KilledAndResumed_GivesTheSameNumbers()
    {
        var (exitCode, output, error) = await Train("whole");
        Assert.True(exitCode == 0, error);
        Assert.Contains("best validation Dice", output);

        // SIGKILL once the second epoch is over: whatever was under way is lost, nothing else.
        Directory.CreateDirectory(_folder.File("parts"));
        using (VideoSegProgram command = Start("parts"))
        {
            await command.WaitForLinesAsync(_folder.File("parts/log.csv"), 1 + 2);
            command.Signal("KILL");
            Assert.Equal(137, (await command.EndAsync()).ExitCode);
        }

        (exitCode, _, error) = await Train("parts", "--resume");
        Assert.True(exitCode == 0, error);
        Assert.DoesNotContain("epoch 1/6", error);
        Assert.Equal(File.ReadAllBytes(_folder.File("whole/last.safetensors")), File.ReadAllBytes(_folder.File("parts/last.safetensors")));
        Assert.Equal(File.ReadAllBytes(_folder.File("whole/best.safetensors")), File.ReadAllBytes(_folder.File("parts/best.safetensors")));
        Assert.Equal(Rows("whole"), Rows("parts"));
    }

    [Fact]
    public async Task Train_Interrupted_ExitsWith130AndCanGoOn()
    {
        Directory.CreateDirectory(_folder.File("interrupted"));
        using VideoSegProgram command = Start("interrupted");
        await command.WaitForLinesAsync(_folder.File("interrupted/log.csv"), 1 + 1);
        command.Signal("INT");
        var (exitCode, _, error) = await command.EndAsync();
        Assert.Equal(130, exitCode);
        Assert.Contains("--resume", error);
        Assert.Equal(0, (await Train("interrupted", "--resume")).ExitCode);
    }

    [Fact]
    public async Task Train_OnAGpuThatIsNotThere_SaysSoAndLeavesTheFolderFree()
    {
        var (exitCode, _, error) = await Train("gpu", "--device", "cuda:200");
        Assert.Equal(5, exitCode);
        Assert.Contains("cuda:200", error);
        Assert.DoesNotContain("   at ", error);
        Assert.False(Directory.Exists(_folder.File("gpu")));
    }

    [Fact]
    public async Task Train_WithoutData_SaysWhatWasExpected()
    {
        var (exitCode, _, error) = await VideoSegProgram.RunAsync(
            "train", _folder.File("recipe.json"), "--data", _folder.File("nowhere"), "-o", _folder.File("run"));
        Assert.Equal(2, exitCode);
        Assert.Contains("nowhere", error);
        Assert.DoesNotContain("   at ", error);
    }

    public void Dispose() => _folder.Dispose();

    private VideoSegProgram Start(string run, params string[] more) => VideoSegProgram.Start(
        ["train", _folder.File("recipe.json"), "--data", _folder.Path, "-o", _folder.File(run), .. more.Contains("--device") ? more : ["--device", "cpu", .. more]]);

    private async Task<(int ExitCode, string Output, string Error)> Train(string run, params string[] more)
    {
        using VideoSegProgram command = Start(run, more);
        return await command.EndAsync();
    }

    /// <summary>The log without its last columns, time and speed.</summary>
    private string[] Rows(string run) => [.. File.ReadLines(_folder.File($"{run}/log.csv")).Select(row => string.Join(',', row.Split(',')[..^2]))];
}
