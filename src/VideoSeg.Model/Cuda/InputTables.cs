using System.Runtime.InteropServices;
using VideoSeg.Model.Cuda.Interop;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Model.Cuda;

/// <summary>
/// The tables by which pictures of one geometry are resampled (<see cref="ResampleAxis"/>, the same as on the CPU), as one block of bytes to be copied to a
/// GPU once. Immutable; any thread.
/// </summary>
public sealed class InputTables
{
    private readonly byte[] _bytes;
    private readonly (int Offset, int Size, int Stride)[] _axes;

    /// <summary>The tables of pictures like <paramref name="picture"/>, of which size, region and subsampling count.</summary>
    /// <param name="picture">A picture; its samples are not looked at.</param>
    /// <param name="width">Width of the result in pixels.</param>
    /// <param name="height">Height of the result in pixels.</param>
    /// <exception cref="ArgumentException">The region lies outside the picture.</exception>
    public InputTables(in ImagePlanes picture, int width, int height)
    {
        Geometry = InputGeometry.Of(picture, width, height);
        PixelRegion region = Geometry.Region;
        PixelFormat format = picture.Format;
        int grids = format.Model == ColorModel.Yuv ? 2 : 1;
        var axes = new List<ResampleAxis>();
        for (int grid = 0; grid < grids; grid++)
        {
            (int shiftX, int shiftY) = grid == 0 ? (0, 0) : (format.ChromaShiftX, format.ChromaShiftY);
            axes.Add(new ResampleAxis(new(region.X, region.Width, shiftX, format.ComponentWidth(grid, picture.Width), width)));
            axes.Add(new ResampleAxis(new(region.Y, region.Height, shiftY, format.ComponentHeight(grid, picture.Height), height)));
        }

        _bytes = new byte[sizeof(int) * axes.Sum(axis => axis.Starts.Length * (2 + axis.Stride))];
        _axes = new (int, int, int)[axes.Count];
        int at = 0;
        for (int i = 0; i < axes.Count; i++)
        {
            ResampleAxis axis = axes[i];
            _axes[i] = (at, axis.Starts.Length, axis.Stride);
            at += Write(MemoryMarshal.AsBytes(axis.Starts), at);
            at += Write(MemoryMarshal.AsBytes(axis.Counts), at);
            at += Write(MemoryMarshal.AsBytes(axis.Weights), at);
        }
    }

    /// <summary>What they were computed from.</summary>
    public InputGeometry Geometry { get; }

    /// <summary>The bytes; their copy lies at a multiple of 4.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The axes of a component, whose tables lie in a copy at <paramref name="address"/>.</summary>
    internal (NativeAxis X, NativeAxis Y) Axes(bool isChroma, nint address)
    {
        int first = isChroma ? 2 : 0;
        return (Axis(_axes[first], address), Axis(_axes[first + 1], address));
    }

    private static NativeAxis Axis((int Offset, int Size, int Stride) axis, nint address)
    {
        nint starts = address + axis.Offset, counts = starts + (axis.Size * sizeof(int));
        return new NativeAxis { Starts = starts, Counts = counts, Weights = counts + (axis.Size * sizeof(int)), Size = axis.Size, Stride = axis.Stride };
    }

    private int Write(ReadOnlySpan<byte> values, int at)
    {
        values.CopyTo(_bytes.AsSpan(at));
        return values.Length;
    }
}
