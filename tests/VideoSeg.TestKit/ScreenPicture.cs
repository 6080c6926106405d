using System.Buffers.Binary;
using System.Text;

namespace VideoSeg.TestKit;

/// <summary>A picture of a screen, read from an X window dump with 32 bits a pixel.</summary>
public sealed class ScreenPicture
{
    private readonly byte[] _dump;
    private readonly int _start;
    private readonly int _stride;

    private ScreenPicture(byte[] dump, int start, int stride, int width, int height) =>
        (_dump, _start, _stride, Width, Height) = (dump, start, stride, width, height);

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>The colour of a pixel.</summary>
    public (byte R, byte G, byte B) this[int x, int y]
    {
        get
        {
            ReadOnlySpan<byte> pixel = _dump.AsSpan(_start + (y * _stride) + (4 * x), 4);
            return (pixel[2], pixel[1], pixel[0]);
        }
    }

    /// <summary>Reads a dump, as <c>Xvfb -fbdir</c> keeps it: a head of big-endian words, a colour map, the pixels.</summary>
    public static ScreenPicture Parse(byte[] dump)
    {
        int Word(int index) => (int)BinaryPrimitives.ReadUInt32BigEndian(dump.AsSpan(4 * index));
        const int colorBytes = 12;
        int headBytes = Word(0), width = Word(4), height = Word(5), littleEndian = Word(7), bits = Word(11), stride = Word(12), colors = Word(19);
        return littleEndian == 0 && bits == 32
            ? new ScreenPicture(dump, headBytes + (colors * colorBytes), stride, width, height)
            : throw new InvalidDataException($"expected little-endian pixels of 32 bits, found {bits} bits, byte order {littleEndian}");
    }

    /// <summary>The picture as a binary PPM file, to be looked at.</summary>
    public byte[] ToPpm()
    {
        byte[] head = Encoding.ASCII.GetBytes($"P6 {Width} {Height} 255\n");
        byte[] file = new byte[head.Length + (3 * Width * Height)];
        head.CopyTo(file, 0);
        for (int i = 0; i < Width * Height; i++)
        {
            (file[head.Length + (3 * i)], file[head.Length + (3 * i) + 1], file[head.Length + (3 * i) + 2]) = this[i % Width, i / Width];
        }

        return file;
    }
}
