using System.Numerics;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Flow;
using VideoSeg.Pipeline.Overlay;

namespace VideoSeg.Pipeline.Live.Delivery.Motion;

/// <summary>
/// Makes a small gray picture of a frame, fast: each cell is the mean over some rows of it. Good enough to find motion in, and for nothing else. Keeps
/// its memory; not for two threads at a time.
/// </summary>
internal sealed unsafe class QuickLuma(int size)
{
    /// <summary>Rows of a cell that are looked at.</summary>
    private const int RowsOfACell = 4;

    private LumaPicture? _exact;
    private ushort[] _sums = [];

    /// <summary>Stretches the region of a picture to the size.</summary>
    /// <param name="picture">In host memory.</param>
    /// <param name="gray">Filled: one byte a cell, row after row.</param>
    public void Take(in ImagePlanes picture, Span<byte> gray)
    {
        PixelRectangle region = PixelRectangle.Of(picture);
        if (picture.Format.Model == ColorModel.Rgb || picture.Format.Components[0] is not { StepBytes: 1, DepthBits: 8 } || region.Width < size || region.Height < size)
        {
            _exact ??= new LumaPicture(size);
            _exact.Take(picture, gray);
            return;
        }

        PixelComponent luma = picture.Format.Components[0];
        byte* first = picture.Plane(luma.Plane) + luma.OffsetBytes + region.Left;
        if (_sums.Length < region.Width)
        {
            _sums = new ushort[region.Width];
        }

        for (int y = 0; y < size; y++)
        {
            int top = region.Top + (int)((long)y * region.Height / size), bottom = region.Top + (int)((long)(y + 1) * region.Height / size);
            int rows = Math.Min(RowsOfACell, bottom - top);
            Span<ushort> sums = _sums.AsSpan(0, region.Width);
            sums.Clear();
            for (int i = 0; i < rows; i++)
            {
                int row = top + (((2 * i) + 1) * (bottom - top) / (2 * rows));
                Add(first + ((long)row * picture.Stride(luma.Plane)), sums);
            }

            Average(sums, rows, gray.Slice(y * size, size));
        }
    }

    private static void Add(byte* samples, Span<ushort> sums)
    {
        int x = 0;
        for (; x <= sums.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            Vector.Widen(Vector.Load(samples + x), out Vector<ushort> low, out Vector<ushort> high);
            (new Vector<ushort>(sums[x..]) + low).CopyTo(sums[x..]);
            (new Vector<ushort>(sums[(x + Vector<ushort>.Count)..]) + high).CopyTo(sums[(x + Vector<ushort>.Count)..]);
        }

        for (; x < sums.Length; x++)
        {
            sums[x] += samples[x];
        }
    }

    private static void Average(ReadOnlySpan<ushort> sums, int rows, Span<byte> gray)
    {
        int start = 0;
        for (int x = 0; x < gray.Length; x++)
        {
            int end = (int)((long)(x + 1) * sums.Length / gray.Length), sum = 0;
            for (int i = start; i < end; i++)
            {
                sum += sums[i];
            }

            int count = (end - start) * rows;
            gray[x] = (byte)((sum + (count / 2)) / count);
            start = end;
        }
    }
}
