using System.Runtime.InteropServices;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Model.Data;

/// <summary>Masks in files.</summary>
/// <remarks>
/// A JPEG is binarised at half of full scale (128). A lossless file whose largest value lies below half of full scale holds class indices: anything but 0
/// is polyp; otherwise it is binarised at half of full scale as well. Of a palette in colours the index counts, of a gray palette the gray.
/// Of several channels the largest counts.
/// </remarks>
public static class MaskFile
{
    private const int Half = 128;

    /// <summary>Reads a mask: <see cref="PixelFormat.Gray8"/>, 255 where there is polyp, 0 elsewhere.</summary>
    /// <exception cref="VideoSegException">As for <see cref="ImageFile.Read"/>.</exception>
    public static Picture Read(string path)
    {
        byte[] data = ImageFile.ReadBytes(path);
        (Picture picture, ImageHeader header) = ImageDecoder.Decode(data, path);
        bool isColored = picture.Format == PixelFormat.Rgb24 && !IsGray(picture.Data);
        if (isColored && ImageDecoder.Probe(data, path, ImageNative.PaletteIndices).Channels == 1)
        {
            picture = ImageDecoder.Decode(data, path, ImageNative.PaletteIndices).Picture;
            return Binarise(picture, picture.Data, 1);
        }

        byte[] samples = picture.Format.Components[0].DepthBits == 16 ? ToBytes(MemoryMarshal.Cast<byte, ushort>(picture.Data)) : picture.Data;
        bool isIndex = header.Container != ImageContainer.Jpeg && samples.Max() < Half;
        return Binarise(picture, samples, isIndex ? 1 : Half);
    }

    /// <summary>Reads a mask that must be as large as its picture.</summary>
    /// <exception cref="VideoSegException">As above, or the mask is of another size (<see cref="FaultKind.Input"/>).</exception>
    public static Picture Read(string path, int width, int height)
    {
        Picture mask = Read(path);
        return (mask.Width, mask.Height) == (width, height)
            ? mask
            : throw WrongSize(path, width, height, mask);
    }

    /// <summary>Reads a mask of class indices: <see cref="PixelFormat.Gray8"/>, 0 where there is background, else the number of the class.</summary>
    /// <param name="path">A lossless file; of a palette the index counts, whatever its colours, of several channels the largest.</param>
    /// <param name="width">Width of its picture in pixels.</param>
    /// <param name="height">Height of its picture in pixels.</param>
    /// <param name="classes">The largest number that may occur: how many classes there are besides the background.</param>
    /// <exception cref="VideoSegException">
    /// As for <see cref="ImageFile.Read"/>, or the mask is lossy, holds a larger number or is of another size (<see cref="FaultKind.Input"/>).
    /// </exception>
    public static Picture ReadClasses(string path, int width, int height, int classes)
    {
        (Picture picture, ImageHeader header) = ImageDecoder.Decode(ImageFile.ReadBytes(path), path, ImageNative.PaletteIndices);
        if (header.Container == ImageContainer.Jpeg)
        {
            throw new VideoSegException(FaultKind.Input, $"{path}: expected a mask of class indices in a lossless file (PNG, TIFF), found a JPEG, which blurs them");
        }

        if ((picture.Width, picture.Height) != (width, height))
        {
            throw WrongSize(path, width, height, picture);
        }

        var indices = new Picture(width, height, PixelFormat.Gray8);
        bool isWide = picture.Format.Components[0].DepthBits == 16;
        int largest = isWide
            ? Largest(MemoryMarshal.Cast<byte, ushort>(picture.Data), picture.Format.Components.Length, indices.Data)
            : Largest<byte>(picture.Data, picture.Format.Components.Length, indices.Data);
        return largest <= classes
            ? indices
            : throw new VideoSegException(FaultKind.Input, $"{path}: expected class indices from 0 (background) to {classes}, found {largest}");
    }

    /// <summary>Writes the largest channel of each pixel into <paramref name="indices"/>, cut at 255, and returns the largest of all, uncut.</summary>
    private static int Largest<T>(ReadOnlySpan<T> samples, int channels, Span<byte> indices)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        int largest = 0;
        for (int i = 0; i < indices.Length; i++)
        {
            int value = 0;
            for (int c = 0; c < channels; c++)
            {
                value = Math.Max(value, int.CreateTruncating(samples[(i * channels) + c]));
            }

            indices[i] = (byte)Math.Min(value, byte.MaxValue);
            largest = Math.Max(largest, value);
        }

        return largest;
    }

    private static VideoSegException WrongSize(string path, int width, int height, Picture mask) =>
        new(FaultKind.Input, $"{path}: expected a mask of its picture's size, {width} x {height}, found {mask.Width} x {mask.Height}");

    private static bool IsGray(ReadOnlySpan<byte> rgb)
    {
        for (int i = 0; i < rgb.Length; i += 3)
        {
            if (rgb[i] != rgb[i + 1] || rgb[i] != rgb[i + 2])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The upper halves of words; of words that are all below half of full scale, only whether they are 0.</summary>
    private static byte[] ToBytes(ReadOnlySpan<ushort> words)
    {
        bool isIndex = !words.ContainsAnyInRange((ushort)(Half << 8), ushort.MaxValue);
        byte[] bytes = new byte[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            bytes[i] = (byte)(isIndex ? Math.Min((int)words[i], 1) : words[i] >> 8);
        }

        return bytes;
    }

    private static Picture Binarise(Picture picture, byte[] samples, int threshold)
    {
        int channels = picture.Format.Components.Length;
        byte[] mask = new byte[picture.Width * picture.Height];
        for (int i = 0; i < mask.Length; i++)
        {
            int value = samples[i * channels];
            for (int c = 1; c < channels; c++)
            {
                value = Math.Max(value, samples[(i * channels) + c]);
            }

            mask[i] = value >= threshold ? (byte)255 : (byte)0;
        }

        return new Picture(picture.Width, picture.Height, PixelFormat.Gray8, mask);
    }
}
