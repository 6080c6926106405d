using System.Numerics;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Model.Data;

/// <summary>
/// What a picture looks like, in 255 bits: the signs of the 16 x 16 lowest frequencies, but for the mean, of the cosine transform of its luma
/// stretched to 32 x 32. Scaling, compression and small changes of light turn few bits; another picture turns about half.
/// After the "pHash" of Zauner, Implementation and Benchmarking of Perceptual Image Hash Functions, 2010, with more bits.
/// </summary>
internal readonly record struct PerceptualHash(ulong Word0, ulong Word1, ulong Word2, ulong Word3)
{
    private const int Side = 32;
    private const int Frequencies = 16;
    private static readonly double[] Cosines = [.. from k in Enumerable.Range(0, Frequencies)
                                                   from x in Enumerable.Range(0, Side)
                                                   select Math.Cos(Math.PI * (x + 0.5) * k / Side)];

    /// <summary>A converter to the size that <see cref="Of"/> needs; one a thread.</summary>
    public static InputConverter CreateConverter() => new(Side, Side);

    /// <summary>The hash of a picture.</summary>
    public static unsafe PerceptualHash Of(Picture picture, InputConverter converter)
    {
        const int Plane = Side * Side;
        Span<float> rgb = stackalloc float[3 * Plane];
        fixed (byte* data = picture.Data)
        {
            converter.Convert(picture.AsPlanes(data), rgb);
        }

        Span<double> rows = stackalloc double[Side * Frequencies];
        for (int y = 0; y < Side; y++)
        {
            for (int k = 0; k < Frequencies; k++)
            {
                double sum = 0;
                for (int x = 0; x < Side; x++)
                {
                    int at = (y * Side) + x;
                    sum += Cosines[(k * Side) + x] * ((0.299 * rgb[at]) + (0.587 * rgb[at + Plane]) + (0.114 * rgb[at + (2 * Plane)]));
                }

                rows[(y * Frequencies) + k] = sum;
            }
        }

        Span<ulong> words = stackalloc ulong[4];
        words.Clear();
        for (int i = 1; i < Frequencies * Frequencies; i++)
        {
            double sum = 0;
            for (int y = 0; y < Side; y++)
            {
                sum += Cosines[(i / Frequencies * Side) + y] * rows[(y * Frequencies) + (i % Frequencies)];
            }

            words[i / 64] |= (sum > 0 ? 1UL : 0) << (i % 64);
        }

        return new(words[0], words[1], words[2], words[3]);
    }

    /// <summary>Number of bits in which two hashes differ, 0 to 255.</summary>
    public int DistanceTo(in PerceptualHash other) =>
        BitOperations.PopCount(Word0 ^ other.Word0) + BitOperations.PopCount(Word1 ^ other.Word1) +
        BitOperations.PopCount(Word2 ^ other.Word2) + BitOperations.PopCount(Word3 ^ other.Word3);
}
