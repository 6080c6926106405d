using VideoSeg.Model.Inputs;

namespace VideoSeg.Bench.Live;

/// <summary>
/// A number coded into a picture as light and dark squares in its lower left corner, so that it can be read from any output, after any encoder:
/// 20 bits and 10 to check them, in 5 rows of 6. 8-bit planes whose first holds the luma. The state mark of live streams stands on the right.
/// </summary>
internal static unsafe class FrameCode
{
    /// <summary>Numbers go from 0 to before this.</summary>
    public const int Count = 1 << 20;

    private const int Columns = 6;
    private const int Rows = 5;
    private const byte Dark = 24;
    private const byte Light = 220;
    private const int Middle = (Dark + Light) / 2;

    /// <summary>Draws a number into a 4:2:0 picture.</summary>
    public static void Write(in ImagePlanes picture, int number)
    {
        (int side, int left, int top) = Place(picture.Height);
        int bits = Bits(number);
        Fill(picture.Plane0, picture.Stride0, left - (side / 2), top - (side / 2), (Columns + 1) * side, (Rows + 1) * side, Dark);
        for (int i = 0; i < Columns * Rows; i++)
        {
            if ((bits >> i & 1) != 0)
            {
                Fill(picture.Plane0, picture.Stride0, left + (i % Columns * side), top + (i / Columns * side), side, side, Light);
            }
        }

        Fill(picture.Plane1, picture.Stride1, (left - (side / 2)) / 2, (top - (side / 2)) / 2, (Columns + 1) * side / 2, (Rows + 1) * side / 2, 128);
        Fill(picture.Plane2, picture.Stride2, (left - (side / 2)) / 2, (top - (side / 2)) / 2, (Columns + 1) * side / 2, (Rows + 1) * side / 2, 128);
    }

    /// <summary>Reads it; null where there is none, or it is damaged.</summary>
    public static int? Read(in ImagePlanes picture) => Read(picture.Plane0, picture.Stride0, 1, picture.Width, picture.Height);

    /// <summary>Reads it from samples whose brightness lies in each <paramref name="step"/>-th byte.</summary>
    public static int? Read(byte* samples, int stride, int step, int width, int height)
    {
        (int side, int left, int top) = Place(height);
        if (top < side || left + ((Columns + 1) * side) > width)
        {
            return null;
        }

        int bits = 0, core = Math.Max(side / 2, 1);
        for (int i = 0; i < Columns * Rows; i++)
        {
            int x = left + (i % Columns * side) + ((side - core) / 2), y = top + (i / Columns * side) + ((side - core) / 2), sum = 0;
            for (int row = y; row < y + core; row++)
            {
                for (int column = x; column < x + core; column++)
                {
                    sum += samples[((nint)row * stride) + (column * step)];
                }
            }

            bits |= sum > Middle * core * core ? 1 << i : 0;
        }

        int number = bits & (Count - 1);
        return Bits(number) == bits ? number : null;
    }

    private static (int Side, int Left, int Top) Place(int height)
    {
        // Even, so that the squares fit the chroma's grid.
        int side = Math.Max(height / 45, 4) & ~1;
        return (side, side & ~1, (height - ((Rows + 1) * side)) & ~1);
    }

    private static int Bits(int number)
    {
        // Knuth's multiplicative hash: its high bits depend on all of the number.
        uint check = (uint)number * 2654435761u >> 22 ^ 0b10_0110_1001;
        return number | (int)(check << 20);
    }

    private static void Fill(byte* plane, int stride, int left, int top, int width, int height, byte value)
    {
        for (int y = top; y < top + height; y++)
        {
            new Span<byte>(plane + ((nint)y * stride) + left, width).Fill(value);
        }
    }
}
