using VideoSeg.Model.Data;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Tests.Images;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Data;

public sealed class MaskFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_Jpeg_IsBinarisedAt128()
    {
        var picture = new Picture(64, 16, PixelFormat.Rgb24);
        for (int i = 0; i < picture.Data.Length; i++)
        {
            picture.Data[i] = (byte)(new[] { 0, 120, 136, 255 }[i / 3 % 64 / 16]);
        }

        string path = _folder.File("mask.jpg");
        ImageFile.Write(path, picture);

        Picture mask = MaskFile.Read(path);
        Assert.Same(PixelFormat.Gray8, mask.Format);
        Assert.Equal([0, 0, 255, 255], new[] { 8, 24, 40, 56 }.Select(x => mask.Data[(8 * 64) + x]));
    }

    [Theory]
    [InlineData(new byte[] { 0, 1, 2, 0 }, new byte[] { 0, 255, 255, 0 })]
    [InlineData(new byte[] { 0, 1, 128, 255 }, new byte[] { 0, 0, 255, 255 })]
    [InlineData(new byte[] { 0, 0, 0, 0 }, new byte[] { 0, 0, 0, 0 })]
    public void Read_LosslessGray_IsClassIndexOrBinarised(byte[] samples, byte[] expected)
    {
        foreach (string name in new[] { "mask.png", "mask.tif" })
        {
            ImageFile.Write(_folder.File(name), new Picture(4, 1, PixelFormat.Gray8, samples));
            Assert.Equal(expected, MaskFile.Read(_folder.File(name)).Data);
        }
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 2, 0, 0, 1 }, new byte[] { 0, 255, 255 })]
    [InlineData(new byte[] { 255, 127, 0, 128, 255, 255 }, new byte[] { 0, 255, 255 })]
    public void Read_SixteenBit_IsClassIndexOrBinarised(byte[] samples, byte[] expected)
    {
        ImageFile.Write(_folder.File("mask.png"), new Picture(3, 1, PixelFormat.Gray16, samples));
        Assert.Equal(expected, MaskFile.Read(_folder.File("mask.png")).Data);
    }

    [Fact]
    public void ReadClasses_LosslessGrayOrPalette_KeepsTheNumbers()
    {
        ImageFile.Write(_folder.File("gray.png"), new Picture(4, 1, PixelFormat.Gray8, [0, 1, 2, 0]));
        ImageFile.Write(_folder.File("wide.png"), new Picture(3, 1, PixelFormat.Gray16, [0, 0, 2, 0, 1, 0]));
        File.WriteAllBytes(_folder.File("palette.png"), HandMadePng.Build(3, 1, 8, 3, [[0, 1, 2]], ("PLTE", [200, 0, 0, 0, 90, 0, 0, 0, 90])));

        Assert.Equal([0, 1, 2, 0], MaskFile.ReadClasses(_folder.File("gray.png"), 4, 1, classes: 2).Data);
        Assert.Equal([0, 2, 1], MaskFile.ReadClasses(_folder.File("wide.png"), 3, 1, classes: 2).Data);
        Assert.Equal([0, 1, 2], MaskFile.ReadClasses(_folder.File("palette.png"), 3, 1, classes: 2).Data);

        // Two bits a pixel, and a palette of grays.
        File.WriteAllBytes(_folder.File("narrow.png"), HandMadePng.Build(4, 1, 2, 0, [[0b00_01_10_00]]));
        File.WriteAllBytes(_folder.File("grays.png"), HandMadePng.Build(3, 1, 8, 3, [[0, 1, 2]], ("PLTE", [0, 0, 0, 128, 128, 128, 255, 255, 255])));
        Assert.Equal([0, 1, 2, 0], MaskFile.ReadClasses(_folder.File("narrow.png"), 4, 1, classes: 2).Data);
        Assert.Equal([0, 1, 2], MaskFile.ReadClasses(_folder.File("grays.png"), 3, 1, classes: 2).Data);
    }

    [Fact]
    public void ReadClasses_WhatHoldsNoClasses_IsRefused()
    {
        ImageFile.Write(_folder.File("large.png"), new Picture(4, 1, PixelFormat.Gray8, [0, 1, 2, 3]));
        ImageFile.Write(_folder.File("lossy.jpg"), new Picture(4, 1, PixelFormat.Gray8, [0, 1, 2, 0]));
        Assert.Contains("from 0 (background) to 2, found 3", Assert.Throws<VideoSegException>(() => MaskFile.ReadClasses(_folder.File("large.png"), 4, 1, 2)).Message);
        Assert.Contains("lossless", Assert.Throws<VideoSegException>(() => MaskFile.ReadClasses(_folder.File("lossy.jpg"), 4, 1, 2)).Message);
        Assert.Contains("picture's size, 5 x 1", Assert.Throws<VideoSegException>(() => MaskFile.ReadClasses(_folder.File("large.png"), 5, 1, 3)).Message);
    }

    [Fact]
    public void Read_ColouredPalette_CountsTheIndex()
    {
        byte[] file = HandMadePng.Build(3, 1, 8, 3, [[0, 1, 2]], ("PLTE", [200, 0, 0, 0, 90, 0, 0, 0, 90]));
        File.WriteAllBytes(_folder.File("mask.png"), file);
        Assert.Equal([0, 255, 255], MaskFile.Read(_folder.File("mask.png")).Data);
    }

    [Fact]
    public void Read_GrayPaletteWithWhiteFirst_CountsTheGray()
    {
        byte[] file = HandMadePng.Build(3, 1, 8, 3, [[0, 1, 1]], ("PLTE", [255, 255, 255, 0, 0, 0]));
        File.WriteAllBytes(_folder.File("mask.png"), file);
        Assert.Equal([255, 0, 0], MaskFile.Read(_folder.File("mask.png")).Data);
    }

    [Fact]
    public void Read_OtherSizeThanThePicture_SaysBoth()
    {
        ImageFile.Write(_folder.File("mask.png"), new Picture(3, 2, PixelFormat.Gray8));
        var fault = Assert.Throws<VideoSegException>(() => MaskFile.Read(_folder.File("mask.png"), 4, 2));
        Assert.Contains("4 x 2", fault.Message, StringComparison.Ordinal);
        Assert.Contains("3 x 2", fault.Message, StringComparison.Ordinal);
        Assert.Equal(3, MaskFile.Read(_folder.File("mask.png"), 3, 2).Width);
    }

    [Theory]
    [InlineData("kvasir-seg")]
    [InlineData("cvc-clinicdb")]
    [InlineData("bkai-neopolyp")]
    public void Read_RealData_EveryMaskFitsItsPictureAndHoldsAPolyp(string set)
    {
        var samples = SegmentationFolder.Open(RealData.At(set, "images"), RealData.At(set, "masks"));
        Parallel.For(0, samples.Count / 10, i =>
        {
            SegmentationSample sample = samples[i * 10];
            Picture picture = ImageFile.Read(sample.ImagePath);
            byte[] mask = MaskFile.Read(sample.MaskPath, picture.Width, picture.Height).Data;
            double part = mask.Count(v => v == 255) / (double)mask.Length;
            Assert.Equal(mask.Length, mask.Count(v => v is 0 or 255));
            Assert.InRange(part, 0.0005, 0.95);
        });
    }
}
