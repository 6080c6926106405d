using VideoSeg.Model.Data;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Tests.Images;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Data;

public sealed class NearDuplicatesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Group_ScaledCompressedAndBrightenedCopies_JoinTheirOriginalAndNoOther()
    {
        Picture a = Scene(160, 120, seed: 1);
        var brighter = new Picture(160, 120, PixelFormat.Rgb24, [.. a.Data.Select(v => (byte)Math.Min(255, v + 15))]);
        Write("a.png", a);
        Write("b.png", Scene(160, 120, seed: 2));
        Write("c.jpg", Scene(240, 180, seed: 1), quality: 60);
        Write("d.png", Scene(160, 120, seed: 3));
        Write("e.png", brighter);

        IReadOnlyList<IReadOnlyList<SegmentationSample>> groups = NearDuplicates.Group(Samples());

        Assert.Equal(["a c e", "b", "d"], groups.Select(g => string.Join(' ', g.Select(s => s.Name))));
    }

    [Fact]
    public void Group_BrokenPicture_IsAnInputFault()
    {
        Write("a.png", Scene(32, 32, seed: 1));
        File.WriteAllText(_folder.File("b.png"), "no picture");
        var fault = Assert.Throws<VideoSegException>(() => NearDuplicates.Group(Samples()));
        Assert.Contains("b.png", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Group_KvasirSeg_FindsTheKnownPairs()
    {
        var samples = SegmentationFolder.Open(RealData.At("kvasir-seg", "images"), RealData.At("kvasir-seg", "masks"));

        var groups = NearDuplicates.Group(samples);

        // Found by looking at the closest pairs: three pictures stored twice, three scenes seen twice within seconds, one that may be.
        string[] pairs = [.. groups.Where(g => g.Count > 1).Select(g => string.Join(' ', g.Select(s => samples.ToList().IndexOf(s))))];
        Assert.Equal(["121 419", "157 442", "308 675", "422 501", "536 701", "662 665", "866 904"], pairs);
    }

    /// <summary>Random patches with soft borders, the same scene at any size.</summary>
    private static Picture Scene(int width, int height, int seed)
    {
        const int Patches = 28;
        var random = new Random(seed);
        double[] values = [.. Enumerable.Range(0, (Patches + 1) * (Patches + 1)).Select(_ => 200 * random.NextDouble())];
        var picture = new Picture(width, height, PixelFormat.Rgb24);
        for (int i = 0; i < width * height; i++)
        {
            double x = (i % width + 0.5) / width * Patches;
            double y = (i / width + 0.5) / height * Patches;
            int at = ((int)y * (Patches + 1)) + (int)x;
            double top = double.Lerp(values[at], values[at + 1], x % 1);
            double bottom = double.Lerp(values[at + Patches + 1], values[at + Patches + 2], x % 1);
            picture.Data.AsSpan(3 * i, 3).Fill((byte)double.Lerp(top, bottom, y % 1));
        }

        return picture;
    }

    private void Write(string name, Picture picture, int quality = 95) =>
        ImageFile.Write(_folder.File(name), picture, new ImageEncoding { JpegQuality = quality });

    private List<SegmentationSample> Samples() =>
        [.. Directory.GetFiles(_folder.Path).Order(StringComparer.Ordinal).Select(p => new SegmentationSample(Path.GetFileNameWithoutExtension(p), p, p))];
}
