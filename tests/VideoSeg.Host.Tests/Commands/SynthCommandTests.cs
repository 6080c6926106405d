using System.Text.Json;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Synthesis;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Host.Tests.Commands;

public class SynthCommandTests
{
    [Fact]
    public async Task Synth_Video_HasItsFramesSoundAndExactMasks()
    {
        using var folder = new TemporaryFolder();
        string video = folder.File("v.mp4"), masks = folder.File("m.mkv");
        (int exitCode, string output, string error) = await VideoSegProgram.RunAsync(
            "synth", "-o", video, "--masks", masks, "--seed", "7", "--duration", "1.2", "--size", "128x96", "--fps", "5", "--json");

        Assert.True(exitCode == 0, error);
        using JsonDocument summary = JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]);
        Assert.Equal(6, summary.RootElement.GetProperty("frames").GetInt32());
        Assert.Equal(["h264,128,96,5/1,6"], Probe(video, "v:0", "codec_name,width,height,r_frame_rate,nb_read_frames"));
        Assert.Equal(["aac,48000,1"], Probe(video, "a:0", "codec_name,sample_rate,channels"));
        Assert.Equal(["ffv1,128,96,gray,5/1,6"], Probe(masks, "v:0", "codec_name,width,height,pix_fmt,r_frame_rate,nb_read_frames"));

        // The masks are, bit for bit, those that the renderer gives here.
        byte[] stored = Ffmpeg.Samples(masks, "gray");
        var scene = new ColonScene(7, new ColonOptions { Duration = 1.2 });
        var renderer = new ColonRenderer(scene, new RenderOptions { Width = 128, Height = 96 });
        for (int i = 0; i < 6; i++)
        {
            Assert.Equal(renderer.Render(i / 5.0).Mask.Data, stored.AsSpan(i * 128 * 96, 128 * 96).ToArray());
        }
    }

    [Fact]
    public async Task Synth_WithoutSoundAndMasksInAFolder_WritesThem()
    {
        using var folder = new TemporaryFolder();
        string video = folder.File("v.mkv");
        (int exitCode, _, string error) = await VideoSegProgram.RunAsync(
            "synth", "-o", video, "--masks", folder.File("masks"), "--duration", "0.4", "--size", "64x64", "--fps", "5", "--audio", "off");

        Assert.True(exitCode == 0, error);
        Assert.Empty(Probe(video, "a", "codec_name"));
        Assert.Equal(["frame-000000.png", "frame-000001.png"], Directory.GetFiles(folder.File("masks")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Synth_Stills_WritesPairsAndPassesOverTheSampleSeed()
    {
        using var folder = new TemporaryFolder();
        string first = $"{ReservedSeeds.Sample - 1}";
        (int exitCode, _, string error) = await VideoSegProgram.RunAsync(
            "synth", "-o", folder.Path, "--stills", "2", "--seed", first, "--size", "96x80");

        Assert.True(exitCode == 0, error);
        string[] names = [$"synth-{ReservedSeeds.Sample - 1}.png", $"synth-{ReservedSeeds.Sample + 1}.png"];
        Assert.Equal(names, Directory.GetFiles(folder.File("images")).Select(Path.GetFileName).Order());
        Assert.Equal(names, Directory.GetFiles(folder.File("masks")).Select(Path.GetFileName).Order());
        Picture picture = ImageFile.Read(Path.Combine(folder.File("images"), names[1]));
        Picture mask = ImageFile.Read(Path.Combine(folder.File("masks"), names[1]));
        RenderedFrame still = new StillRenderer(96, 80).RenderStill(ReservedSeeds.Sample + 1);
        Assert.Equal(still.Picture.Data, picture.Data);
        Assert.Equal(PixelFormat.Gray8, mask.Format);
        Assert.Equal(still.Mask.Data, mask.Data);
    }

    [Fact]
    public async Task Synth_StillsThatCannotBeWritten_EndsWithAnOutputFault()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("images/synth-1.png"));
        Directory.CreateDirectory(folder.File("images/synth-2.png"));
        (int exitCode, _, string error) = await VideoSegProgram.RunAsync("synth", "-o", folder.Path, "--stills", "2", "--size", "64x64");

        Assert.Equal(4, exitCode);
        Assert.Contains("cannot be written", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "v.xyz", "masks")]
    [InlineData(4, "no/such/folder.mp4", "masks")]
    [InlineData(4, "m.mkv", "m.mkv")]
    [InlineData(4, "v.mp4", "masks/frame-000000.png/below")]
    public async Task Synth_OutputThatCannotBeMade_LeavesEverythingAsItWas(int expected, string video, string masks)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("masks"));
        string old = folder.File("masks/frame-000000.png");
        await File.WriteAllTextAsync(old, "mine", TestContext.Current.CancellationToken);
        (int exitCode, _, string error) = await VideoSegProgram.RunAsync(
            "synth", "-o", folder.File(video), "--masks", folder.File(masks), "--overwrite", "--duration", "0.2", "--size", "64x64", "--fps", "5");

        Assert.True(exitCode == expected, $"{exitCode}: {error}");
        Assert.StartsWith("error: ", error, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(old, TestContext.Current.CancellationToken));
        Assert.Equal([folder.File("masks")], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Synth_ShortestDuration_IsRendered()
    {
        using var folder = new TemporaryFolder();
        (int exitCode, _, string error) = await VideoSegProgram.RunAsync("synth", "-o", folder.File("v.mp4"), "--duration", "0.1", "--size", "64x64");

        Assert.True(exitCode == 0, error);
    }

    [Theory]
    [InlineData(2, "--duration", "0.09")]
    [InlineData(2, "--size", "1281x720")]
    [InlineData(2, "--fps", "0")]
    [InlineData(2, "--duration", "0")]
    [InlineData(2, "--crf", "60")]
    [InlineData(4, "--size", "64x64")]
    public async Task Synth_BadOptionOrTakenName_IsRefusedWithAMessageAndNothingWritten(int expected, string option, string value)
    {
        using var folder = new TemporaryFolder();
        string video = folder.File("taken.mp4");
        await File.WriteAllTextAsync(video, "mine", TestContext.Current.CancellationToken);
        (int exitCode, _, string error) = await VideoSegProgram.RunAsync(
            "synth", "-o", expected == 2 ? folder.File("new.mp4") : video, option, value);

        Assert.Equal(expected, exitCode);
        Assert.StartsWith("error: ", error, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(video, TestContext.Current.CancellationToken));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    private static string[] Probe(string path, string stream, string entries) =>
        Ffmpeg.Probe(path, "-count_frames", "-select_streams", stream, "-show_entries", $"stream={entries}", "-of", "csv=p=0");
}
