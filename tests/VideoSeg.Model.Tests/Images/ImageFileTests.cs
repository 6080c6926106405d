using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Images;

public sealed class ImageFileTests
{
    public static TheoryData<string, string, int, int> LosslessCases()
    {
        var cases = new TheoryData<string, string, int, int>();
        foreach (string extension in new[] { ".png", ".tif", ".TIFF" })
        {
            foreach (PixelFormat format in new[] { PixelFormat.Gray8, PixelFormat.Rgb24, PixelFormat.Gray16, PixelFormat.Rgb48 })
            {
                cases.Add(extension, format.Name, 37, 21);
                cases.Add(extension, format.Name, 1, 1);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(LosslessCases))]
    public void Write_LosslessFormat_ReadsBackTheSameSamples(string extension, string format, int width, int height)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("picture" + extension);
        Picture picture = TestPictures.Noise(width, height, FormatNamed(format));
        byte[] before = [.. picture.Data];

        ImageFile.Write(path, picture);
        Picture read = ImageFile.Read(path);

        Assert.Equal(before, picture.Data);
        Assert.Equal((width, height), (read.Width, read.Height));
        Assert.Equal(format, read.Format.Name);
        Assert.Equal(before, read.Data);
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData("gray")]
    [InlineData("rgb24")]
    public void Write_Jpeg_ReadsBackNearlyTheSame(string format)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("picture.jpg");
        Picture picture = TestPictures.Smooth(101, 67, FormatNamed(format));

        ImageFile.Write(path, picture);
        Picture read = ImageFile.Read(path);

        Assert.Equal(format, read.Format.Name);
        (int largest, double mean) = TestPictures.Difference(picture.Data, read.Data);
        Assert.InRange(largest, 0, 8);
        Assert.InRange(mean, 0, 1.5);
    }

    [Fact]
    public void Encode_LowerJpegQuality_IsSmaller()
    {
        Picture picture = TestPictures.Noise(64, 64, PixelFormat.Rgb24);
        byte[] good = ImageFile.Encode(picture, ImageContainer.Jpeg, new ImageEncoding { JpegQuality = 95 });
        byte[] poor = ImageFile.Encode(picture, ImageContainer.Jpeg, new ImageEncoding { JpegQuality = 20 });
        byte[] subsampled = ImageFile.Encode(picture, ImageContainer.Jpeg, new ImageEncoding { JpegSubsampling = JpegSubsampling.Yuv420 });

        Assert.True(poor.Length < good.Length / 2, $"{poor.Length} {good.Length}");
        Assert.True(subsampled.Length < good.Length, $"{subsampled.Length} {good.Length}");
    }

    [Fact]
    public void Read_ContentOfAnotherFormatThanTheName_IsToldByContent()
    {
        using var folder = new TemporaryFolder();
        Picture picture = TestPictures.Noise(5, 4, PixelFormat.Rgb24);
        string path = folder.File("really-a-png.jpg");
        File.WriteAllBytes(path, ImageFile.Encode(picture, ImageContainer.Png));

        Assert.Equal(picture.Data, ImageFile.Read(path).Data);
    }

    [Fact]
    public void Read_MissingFile_SaysSo()
    {
        var fault = Assert.Throws<VideoSegException>(() => ImageFile.Read("/nowhere/at/all.png"));
        Assert.Equal(FaultKind.Input, fault.Kind);
        Assert.Contains("/nowhere/at/all.png", fault.Message, StringComparison.Ordinal);
        Assert.Contains("no such file", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_UnknownExtension_NamesTheKnownOnes()
    {
        var fault = Assert.Throws<VideoSegException>(() => ImageFile.Write("picture.bmp", TestPictures.Noise(1, 1, PixelFormat.Gray8)));
        Assert.Equal(FaultKind.Output, fault.Kind);
        Assert.Contains(".png", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_SixteenBitJpeg_IsRefused()
    {
        var fault = Assert.Throws<VideoSegException>(() => ImageFile.Write("picture.jpg", TestPictures.Noise(1, 1, PixelFormat.Gray16)));
        Assert.Contains("PNG or TIFF", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_FolderThatIsMissing_LeavesNothingAndSaysSo()
    {
        using var folder = new TemporaryFolder();
        var fault = Assert.Throws<VideoSegException>(
            () => ImageFile.Write(Path.Combine(folder.Path, "missing", "p.png"), TestPictures.Noise(1, 1, PixelFormat.Gray8)));
        Assert.Equal(FaultKind.Output, fault.Kind);
    }

    [Fact]
    public void Encode_ManyPictures_LeavesNoBlobAlive()
    {
        long before = ImageBlobHandle.LiveCount;
        for (int i = 0; i < 20; i++)
        {
            _ = ImageFile.Encode(TestPictures.Noise(9, 9, PixelFormat.Rgb24), (ImageContainer)(1 + (i % 3)));
        }

        Assert.Equal(before, ImageBlobHandle.LiveCount);
    }

    private static PixelFormat FormatNamed(string name) =>
        new[] { PixelFormat.Gray8, PixelFormat.Rgb24, PixelFormat.Gray16, PixelFormat.Rgb48 }.Single(f => f.Name == name);
}
