using System.Buffers.Binary;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using Xunit;

namespace VideoSeg.Model.Tests.Images;

public sealed class ImageDecoderTests
{
    [Fact]
    public void Png_Palette_BecomesColoursOrIndices()
    {
        byte[] file = HandMadePng.Build(3, 1, 2, 3, [[0b00_01_10_00]],
            ("PLTE", [0, 0, 0, 200, 100, 50, 7, 8, 9]), ("tRNS", [0, 128, 255]));

        Picture colours = ImageFile.Decode(file, "palette");
        Picture indices = ImageDecoder.Decode(file, "palette", ImageNative.PaletteIndices).Picture;

        Assert.Same(PixelFormat.Rgb24, colours.Format);
        Assert.Equal([0, 0, 0, 200, 100, 50, 7, 8, 9], colours.Data);
        Assert.Same(PixelFormat.Gray8, indices.Format);
        Assert.Equal([0, 1, 2], indices.Data);
    }

    [Theory]
    [InlineData(1, 0b1010_0000, new byte[] { 255, 0, 255, 0 })]
    [InlineData(2, 0b00_01_10_11, new byte[] { 0, 85, 170, 255 })]
    public void Png_FewBitsOfGray_AreScaledTo8(int bits, int row, byte[] expected)
    {
        Picture picture = ImageFile.Decode(HandMadePng.Build(4, 1, bits, 0, [[(byte)row]]), "gray");
        Assert.Same(PixelFormat.Gray8, picture.Format);
        Assert.Equal(expected, picture.Data);
    }

    [Fact]
    public void Png_Alpha_IsDroppedNotBlended()
    {
        Picture rgb = ImageFile.Decode(HandMadePng.Build(2, 1, 8, 6, [[10, 20, 30, 0, 40, 50, 60, 128]]), "rgba");
        Picture gray = ImageFile.Decode(HandMadePng.Build(2, 1, 16, 4, [[0x12, 0x34, 0, 0, 0x56, 0x78, 0, 1]]), "gray-alpha");

        Assert.Equal([10, 20, 30, 40, 50, 60], rgb.Data);
        Assert.Same(PixelFormat.Gray16, gray.Format);
        Assert.Equal([0x34, 0x12, 0x78, 0x56], gray.Data);
    }

    [Theory]
    [InlineData(1, new byte[] { 1, 2, 3, 4, 5, 6 }, 3)]
    [InlineData(2, new byte[] { 3, 2, 1, 6, 5, 4 }, 3)]
    [InlineData(3, new byte[] { 6, 5, 4, 3, 2, 1 }, 3)]
    [InlineData(4, new byte[] { 4, 5, 6, 1, 2, 3 }, 3)]
    [InlineData(5, new byte[] { 1, 4, 2, 5, 3, 6 }, 2)]
    [InlineData(6, new byte[] { 4, 1, 5, 2, 6, 3 }, 2)]
    [InlineData(7, new byte[] { 6, 3, 5, 2, 4, 1 }, 2)]
    [InlineData(8, new byte[] { 3, 6, 2, 5, 1, 4 }, 2)]
    public void Orientation_OfPngAndTiff_IsApplied(int orientation, byte[] expected, int width)
    {
        byte[] png = HandMadePng.Build(3, 2, 8, 0, [[1, 2, 3], [4, 5, 6]], ("eXIf", Exif(orientation, bigEndian: true)));
        byte[] tiff = new HandMadeTiff(3, 2, 8, 1, 1).Set(274, 3, (uint)orientation).Build([1, 2, 3, 4, 5, 6]);

        foreach (byte[] file in new[] { png, tiff })
        {
            Picture picture = ImageFile.Decode(file, "turned");
            Assert.Equal(width, picture.Width);
            Assert.Equal(expected, picture.Data);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Orientation_OfJpeg_IsReadFromExif(bool bigEndian)
    {
        byte[] plain = ImageFile.Encode(TestPictures.Smooth(40, 16, PixelFormat.Gray8), ImageContainer.Jpeg);
        byte[] exif = [.. "Exif\0\0"u8, .. Exif(6, bigEndian)];
        byte[] turned = [.. plain[..2], 0xff, 0xe1, 0, (byte)(exif.Length + 2), .. exif, .. plain[2..]];

        Picture upright = ImageFile.Decode(turned, "turned");

        Picture stored = ImageFile.Decode(plain, "plain");
        Assert.Equal((16, 40), (upright.Width, upright.Height));
        Assert.Equal(stored.Data[15 * 40], upright.Data[0]);
        Assert.Equal(stored.Data[39], upright.Data[^1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Jpeg_FourInks_BecomeRgb(bool asYcck)
    {
        Picture picture = ImageFile.Decode(asYcck ? StoredJpegs.Ycck : StoredJpegs.Cmyk, "inks");

        Assert.Same(PixelFormat.Rgb24, picture.Format);
        int right = 3 * 12;
        int[] expected = [200, 100, 50, 100, 50, 25];
        int[] found = [picture.Data[0], picture.Data[1], picture.Data[2], picture.Data[right], picture.Data[right + 1], picture.Data[right + 2]];
        Assert.All(expected.Zip(found), pair => Assert.InRange(pair.Second, pair.First - 2, pair.First + 2));
    }

    [Fact]
    public void Tiff_BigEndianSixteenBitTiles_AreReadInPlace()
    {
        // 20 x 18 pixels in four 16 x 16 tiles; each sample holds its own position.
        static ushort Sample(int x, int y, int c) => (ushort)((y * 1000) + (x * 10) + c);
        byte[][] tiles = new byte[4][];
        for (int tile = 0; tile < 4; tile++)
        {
            tiles[tile] = new byte[16 * 16 * 6];
            for (int i = 0; i < 256; i++)
            {
                for (int c = 0; c < 3; c++)
                {
                    ushort value = Sample((tile % 2 * 16) + (i % 16), (tile / 2 * 16) + (i / 16), c);
                    BinaryPrimitives.WriteUInt16BigEndian(tiles[tile].AsSpan(((i * 3) + c) * 2), value);
                }
            }
        }

        byte[] file = new HandMadeTiff(20, 18, 16, 3, 2) { BigEndian = true }.Set(322, 3, 16).Set(323, 3, 16).Build(tiles);
        Picture picture = ImageFile.Decode(file, "tiles");

        Assert.Same(PixelFormat.Rgb48, picture.Format);
        for (int i = 0; i < 20 * 18; i++)
        {
            Assert.Equal(Sample(i % 20, i / 20, 2), BinaryPrimitives.ReadUInt16LittleEndian(picture.Data.AsSpan((i * 6) + 4)));
        }
    }

    [Fact]
    public void Tiff_SeparatePlanesInStrips_BecomeInterleaved()
    {
        byte[] file = new HandMadeTiff(2, 3, 8, 3, 2).Set(284, 3, 2).Set(278, 3, 2).Build(
            [1, 2, 3, 4], [5, 6], [11, 12, 13, 14], [15, 16], [21, 22, 23, 24], [25, 26]);
        Assert.Equal([1, 11, 21, 2, 12, 22, 3, 13, 23, 4, 14, 24, 5, 15, 25, 6, 16, 26], ImageFile.Decode(file, "planes").Data);
    }

    [Fact]
    public void Tiff_UnassociatedAlpha_IsDroppedNotBlended()
    {
        byte[] file = new HandMadeTiff(1, 1, 8, 4, 2).Set(338, 3, 2).Build([[200, 100, 50, 10]]);
        Assert.Equal([200, 100, 50], ImageFile.Decode(file, "rgba").Data);
    }

    [Fact]
    public void Tiff_WhiteIsZero_IsInverted()
    {
        Assert.Equal([255, 55, 0], ImageFile.Decode(new HandMadeTiff(3, 1, 8, 1, 0).Build([[0, 200, 255]]), "gray").Data);
        Assert.Equal([0, 255, 0, 255], ImageFile.Decode(new HandMadeTiff(4, 1, 1, 1, 0).Build([[0b1010_0000]]), "bilevel").Data);
    }

    [Fact]
    public void Tiff_Palette_BecomesColoursOrIndices()
    {
        uint[] map = new uint[48];
        map[5] = 0x1234;
        map[16 + 5] = 0x5678;
        map[32 + 5] = 0x9abc;
        byte[] file = new HandMadeTiff(2, 1, 4, 1, 3).Set(320, 3, map).Build([[0x05]]);

        Assert.Equal([0, 0, 0, 0x12, 0x56, 0x9a], ImageFile.Decode(file, "palette").Data);
        Assert.Equal([0, 5], ImageDecoder.Decode(file, "palette", ImageNative.PaletteIndices).Picture.Data);
    }

    [Fact]
    public void Tiff_FloatingPointSamples_AreRefused()
    {
        byte[] file = new HandMadeTiff(1, 1, 16, 1, 1).Set(339, 3, 3).Build([[0, 0]]);
        var fault = Assert.Throws<VideoSegException>(() => ImageFile.Decode(file, "half.tif"));
        Assert.Contains("floating-point", fault.Message, StringComparison.Ordinal);
    }

    private static byte[] Exif(int orientation, bool bigEndian)
    {
        byte[] block = new byte[26];
        block[0] = block[1] = (byte)(bigEndian ? 'M' : 'I');
        Write(2, 42, 2);
        Write(4, 8, 4);
        Write(8, 1, 2);
        Write(10, 0x0112, 2);
        Write(12, 3, 2);
        Write(14, 1, 4);
        Write(18, (uint)orientation, 2);
        return block;

        void Write(int at, uint value, int bytes)
        {
            for (int i = 0; i < bytes; i++)
            {
                block[at + i] = (byte)(value >> (8 * (bigEndian ? bytes - 1 - i : i)));
            }
        }
    }
}
