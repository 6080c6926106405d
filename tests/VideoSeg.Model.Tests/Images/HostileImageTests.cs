using System.Buffers.Binary;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using Xunit;

namespace VideoSeg.Model.Tests.Images;

public sealed class HostileImageTests
{
    [Theory]
    [InlineData(ImageContainer.Jpeg)]
    [InlineData(ImageContainer.Png)]
    [InlineData(ImageContainer.Tiff)]
    public void Decode_CutOffAnywhere_IsAnInputFault(ImageContainer container)
    {
        byte[] whole = ImageFile.Encode(TestPictures.Noise(48, 40, PixelFormat.Rgb24), container);
        _ = ImageFile.Decode(whole, "whole");

        for (int length = 0; length < whole.Length - 2; length += 37)
        {
            byte[] part = whole[..length];
            var fault = Assert.Throws<VideoSegException>(() => ImageFile.Decode(part, "part"));
            Assert.Equal(FaultKind.Input, fault.Kind);
            Assert.StartsWith("part: ", fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(ImageContainer.Jpeg)]
    [InlineData(ImageContainer.Png)]
    [InlineData(ImageContainer.Tiff)]
    public void Decode_RandomBytesChanged_DecodesOrIsAnInputFault(ImageContainer container)
    {
        byte[] whole = ImageFile.Encode(TestPictures.Smooth(40, 30, PixelFormat.Rgb24), container);
        var random = new Random((int)container);
        int faults = 0;
        for (int round = 0; round < 300; round++)
        {
            byte[] changed = [.. whole];
            for (int i = random.Next(1, 6); i > 0; i--)
            {
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            }

            try
            {
                _ = ImageFile.Decode(changed, "changed");
            }
            catch (VideoSegException fault)
            {
                Assert.Equal(FaultKind.Input, fault.Kind);
                faults++;
            }
        }

        Assert.InRange(faults, 10, 300);
    }

    [Fact]
    public void Decode_HugeSizesInTheHeader_AreRefusedBeforeAnyAllocation()
    {
        byte[] png = HandMadePng.Build(65_501, 1, 8, 0, [[0]]);
        byte[] manyPixels = HandMadePng.Build(40_000, 40_000, 8, 0, [[0]]);
        byte[] jpeg = ImageFile.Encode(TestPictures.Noise(16, 16, PixelFormat.Gray8), ImageContainer.Jpeg);
        int frame = jpeg.AsSpan().IndexOf(new byte[] { 0xff, 0xc0 });
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 5), 65_000);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 7), 65_000);
        byte[] tiff = new HandMadeTiff(70_000, 70_000, 8, 1, 1).Build([[0]]);

        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (byte[] file in new[] { png, manyPixels, jpeg, tiff })
        {
            var fault = Assert.Throws<VideoSegException>(() => ImageFile.Decode(file, "huge"));
            Assert.Contains("limit", fault.Message, StringComparison.Ordinal);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Decode_AnotherFormat_ShowsItsFirstBytes()
    {
        var fault = Assert.Throws<VideoSegException>(() => ImageFile.Decode("GIF89a rest"u8, "x.gif"));
        Assert.Contains("47 49 46 38", fault.Message, StringComparison.Ordinal);
        Assert.Contains("JPEG, PNG or TIFF", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_Nothing_SaysSo()
    {
        var fault = Assert.Throws<VideoSegException>(() => ImageFile.Decode([], "empty.png"));
        Assert.Contains("0 bytes", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_PngWithAWrongCheckSum_IsAFault()
    {
        byte[] png = ImageFile.Encode(TestPictures.Noise(8, 8, PixelFormat.Gray8), ImageContainer.Png);
        png[^20] ^= 0xff;
        Assert.Throws<VideoSegException>(() => ImageFile.Decode(png, "changed"));
    }
}
