using System.CommandLine;
using VideoSeg.Host.Commands;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Host.Tests.Commands;

public sealed class TrainCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Train_ByTheRecipeKeptInARun_FindsWhatLiesBesideTheOriginal()
    {
        Directory.CreateDirectory(_folder.File("images"));
        Directory.CreateDirectory(_folder.File("masks"));
        Directory.CreateDirectory(_folder.File("recipes"));
        for (int n = 0; n < 6; n++)
        {
            // Patches, so that no picture resembles another.
            byte[] patches = new byte[16];
            new Random(n).NextBytes(patches);
            var image = new Picture(32, 32, PixelFormat.Rgb24);
            for (int i = 0; i < image.Data.Length; i++)
            {
                image.Data[i] = patches[(i / 3 / 256 * 4) + (i / 3 % 32 / 8)];
            }

            var mask = new Picture(32, 32, PixelFormat.Gray8);
            mask.Data.AsSpan(0, 100 * n).Fill(255);
            ImageFile.Write(_folder.File($"images/{n}.png"), image);
            ImageFile.Write(_folder.File($"masks/{n}.png"), mask);
        }

        RandomModel.Write(_folder.File("initial.safetensors"));
        RandomModel.Write(_folder.File("recipes/teacher.safetensors"), seed: 2);
        await File.WriteAllTextAsync(_folder.File("recipes/names.txt"), "0\n1\n2\n3\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder.File("recipes/recipe.json"), """
            {
              "name": "kept", "validation_fraction": 0.25, "initial_weights": "../initial.safetensors", "distillation": { "teachers": ["teacher.safetensors"] },
              "data": [ { "images": "images", "masks": "masks", "split": "./names.txt" } ],
              "stages": [ { "epochs": 1, "size": 32, "batch": 3 } ], "precision": "f32"
            }
            """, TestContext.Current.CancellationToken);

        Assert.Equal(0, await Train("recipes/recipe.json", "a"));
        Assert.Equal(0, await Train("a/config.json", "a", "--resume"));
        Assert.Equal(0, await Train("recipes/recipe.json", "a", "--resume"));
        Assert.Equal(0, await Train("a/config.json", "b"));
        Assert.Equal(0, await Train("b/config.json", "c"));
        byte[] first = await File.ReadAllBytesAsync(_folder.File("a/last.safetensors"), TestContext.Current.CancellationToken);
        Assert.Equal(first, await File.ReadAllBytesAsync(_folder.File("b/last.safetensors"), TestContext.Current.CancellationToken));
        Assert.Equal(first, await File.ReadAllBytesAsync(_folder.File("c/last.safetensors"), TestContext.Current.CancellationToken));
    }

    private Task<int> Train(string recipe, string run, params string[] more) => TrainCommand.Create()
        .Parse([_folder.File(recipe), "--data", _folder.Path, "-o", _folder.File(run), "--device", "cpu", "--threads", "1", .. more])
        .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, TestContext.Current.CancellationToken);
}
