using System.Numerics;
using System.Runtime.InteropServices;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Model.Data;

/// <summary>What a picture looks like, small enough to compare thousands with each other: a perceptual hash and a thumbnail.</summary>
/// <remarks>
/// The hash is the signs of the 16 x 16 lowest frequencies, but for the mean, of the cosine transform of the luma at 32 x 32 (after the "pHash" of
/// Zauner, Implementation and Benchmarking of Perceptual Image Hash Functions, 2010, with more bits): copies that were scaled, compressed
/// or brightened keep nearly all of its 255 bits. The thumbnail, 16 x 16 in colour, stays alike when the camera moves a little, which the hash does not.
/// </remarks>
internal sealed class PictureFingerprint
{
    /// <summary>Bits of the hash, of 255, that may differ in copies. In Kvasir-SEG those of one scene differ in up to 15, all others in more than 40.</summary>
    private const int MaxHashDistance = 28;

    /// <summary>
    /// Root of the mean squared difference of thumbnails, full scale 1. In Kvasir-SEG the known views of one scene a few seconds apart are
    /// nearer than 0.065, and strangers come in above 0.07.
    /// </summary>
    private const float MaxThumbnailDistance = 0.07f;

    private const int Side = 32;
    private const int Frequencies = 16;
    private static readonly double[] Cosines = [.. from k in Enumerable.Range(0, Frequencies)
                                                   from x in Enumerable.Range(0, Side)
                                                   select Math.Cos(Math.PI * (x + 0.5) * k / Side)];

    private readonly ulong[] _hash;
    private readonly float[] _thumbnail;

    private PictureFingerprint(ulong[] hash, float[] thumbnail) => (_hash, _thumbnail) = (hash, thumbnail);

    /// <summary>A converter to the size that <see cref="Of"/> needs; one a thread.</summary>
    public static InputConverter CreateConverter() => new(Side, Side);

    /// <summary>The fingerprint of a picture.</summary>
    public static unsafe PictureFingerprint Of(Picture picture, InputConverter converter)
    {
        float[] rgb = new float[3 * Side * Side];
        fixed (byte* data = picture.Data)
        {
            converter.Convert(picture.AsPlanes(data), rgb);
        }

        return new PictureFingerprint(Hash(rgb), Halve(rgb));
    }

    /// <summary>Whether the two show nearly the same.</summary>
    public bool Resembles(PictureFingerprint other)
    {
        int bits = 0;
        for (int i = 0; i < _hash.Length; i++)
        {
            bits += BitOperations.PopCount(_hash[i] ^ other._hash[i]);
        }

        return bits <= MaxHashDistance || ThumbnailIsNear(other);
    }

    private bool ThumbnailIsNear(PictureFingerprint other)
    {
        ReadOnlySpan<Vector<float>> mine = MemoryMarshal.Cast<float, Vector<float>>(_thumbnail);
        ReadOnlySpan<Vector<float>> theirs = MemoryMarshal.Cast<float, Vector<float>>(other._thumbnail);
        float limit = MaxThumbnailDistance * MaxThumbnailDistance * _thumbnail.Length;
        float sum = 0;
        const int Step = 8;
        for (int i = 0; i < mine.Length; i += Step)
        {
            Vector<float> part = default;
            for (int k = i; k < Math.Min(i + Step, mine.Length); k++)
            {
                Vector<float> difference = mine[k] - theirs[k];
                part += difference * difference;
            }

            sum += Vector.Sum(part);
            if (sum > limit)
            {
                return false;
            }
        }

        return true;
    }

    private static ulong[] Hash(ReadOnlySpan<float> rgb)
    {
        const int Plane = Side * Side;
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

        ulong[] words = new ulong[Frequencies * Frequencies / 64];
        for (int i = 1; i < Frequencies * Frequencies; i++)
        {
            double sum = 0;
            for (int y = 0; y < Side; y++)
            {
                sum += Cosines[(i / Frequencies * Side) + y] * rows[(y * Frequencies) + (i % Frequencies)];
            }

            words[i / 64] |= (sum > 0 ? 1UL : 0) << (i % 64);
        }

        return words;
    }

    /// <summary>Means of squares of four; the number of values is a multiple of any vector's length.</summary>
    private static float[] Halve(ReadOnlySpan<float> rgb)
    {
        const int Half = Side / 2;
        float[] result = new float[3 * Half * Half];
        for (int i = 0; i < result.Length; i++)
        {
            int at = (i / Half * 2 * Side) + (i % Half * 2);
            result[i] = (rgb[at] + rgb[at + 1] + rgb[at + Side] + rgb[at + Side + 1]) / 4;
        }

        return result;
    }
}
