using System.Runtime.Intrinsics;

namespace VideoSeg.Model.Inputs;

/// <summary>
/// The one conversion of pictures to the network's input, used for training, evaluation, stills, files and streams alike: any
/// <see cref="ImagePlanes"/> in host memory to planes R, G, B of float32 in [0, 1], stretched to the network's size (the aspect ratio is not kept).
/// </summary>
/// <remarks>
/// <para>Each component is resampled on its own grid by antialiased bilinear with half-pixel centres (see <see cref="ResampleAxis"/>): when shrinking,
/// the triangle filter is widened by the scale, when enlarging it is plain bilinear. A region is cut out first: nothing outside it has any
/// influence but through chroma samples that straddle its edge. Chroma is taken to lie at the centre of the pixels it stands for, whatever
/// the stream says about its siting (at most a quarter of a source pixel off). The colour matrix is applied at the target size and the result clamped
/// to [0, 1]. Gray gives three equal planes. RGB is always full range.</para>
/// <para>Thread-confined. Buffers and tables are kept between calls; once warm (same geometry as lately) a call allocates nothing.</para>
/// </remarks>
public sealed unsafe class InputConverter
{
    private const int Tile = 512;
    private readonly ResampleAxisCache _axesX = new();
    private readonly ResampleAxisCache _axesY = new();
    private readonly float[] _rows = new float[ResampleKernels.Rows * Tile];
    private readonly float[] _channels;
    private float[] _columns = [];

    /// <summary>Creates a converter to planes of <paramref name="width"/> x <paramref name="height"/>.</summary>
    public InputConverter(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        Width = width;
        Height = height;
        _channels = new float[3 * width * ResampleKernels.Rows];
    }

    /// <summary>Width of the result in pixels.</summary>
    public int Width { get; }

    /// <summary>Height of the result in pixels.</summary>
    public int Height { get; }

    /// <summary>Number of values in a result: 3 * height * width.</summary>
    public int Length => 3 * Height * Width;

    /// <summary>Converts <paramref name="source"/> (or its region) into <paramref name="rgb"/>: [3, height, width], the planes R, G, B.</summary>
    /// <exception cref="ArgumentException">The picture is not in host memory, its region lies outside it, or <paramref name="rgb"/> is too short.</exception>
    public void Convert(in ImagePlanes source, Span<float> rgb)
    {
        PixelRegion region = Check(source, rgb.Length);
        ColorTransform transform = ColorTransform.For(source.Format, source.Matrix, source.Range);
        Span<SampleGroup> groups = stackalloc SampleGroup[3];
        groups = groups[..SampleGroup.Find(source.Format, groups)];
        int plane = Width * Height;
        int block = Width * ResampleKernels.Rows;
        bool isGray = source.Format.Model == ColorModel.Gray;
        fixed (float* channels = _channels)
        fixed (float* target = rgb)
        {
            for (int y = 0; y < Height; y += ResampleKernels.Rows)
            {
                int rows = Math.Min(ResampleKernels.Rows, Height - y);
                foreach (ref readonly SampleGroup group in groups)
                {
                    ResampleGroup(source, region, group, y, rows, channels);
                }

                ApplyTransform(channels, block, transform, isGray);
                for (int c = 0; c < 3; c++)
                {
                    float* values = channels + (isGray ? 0 : c * block);
                    ResampleKernels.ColumnsToRows(values, Width, target + (c * plane) + (y * Width), Width, rows);
                }
            }
        }
    }

    private PixelRegion Check(in ImagePlanes source, int length)
    {
        if (source.Memory != MemoryKind.Host)
        {
            throw new ArgumentException($"expected a picture in host memory, got {source.Memory}", nameof(source));
        }

        if (length < Length)
        {
            throw new ArgumentException($"expected room for {Length} values, got {length}", nameof(length));
        }

        PixelRegion region = source.Region ?? new PixelRegion(0, 0, source.Width, source.Height);
        if (region.X < 0 || region.Y < 0 || region.Width < 1 || region.Height < 1 ||
            region.X > source.Width - region.Width || region.Y > source.Height - region.Height)
        {
            throw new ArgumentException($"expected a region within {source.Width} x {source.Height}, got {region}", nameof(source));
        }

        return region;
    }

    /// <summary>Resamples a group's components for <paramref name="rows"/> target rows from <paramref name="y"/> on, into columns of eight.</summary>
    private void ResampleGroup(in ImagePlanes source, PixelRegion region, in SampleGroup group, int y, int rows, float* channels)
    {
        PixelFormat format = source.Format;
        int component = group.Components.First;
        int shiftX = group.IsChroma ? format.ChromaShiftX : 0;
        int shiftY = group.IsChroma ? format.ChromaShiftY : 0;
        ResampleAxis axisX = _axesX.Get(new(region.X, region.Width, shiftX, format.ComponentWidth(component, source.Width), Width));
        ResampleAxis axisY = _axesY.Get(new(region.Y, region.Height, shiftY, format.ComponentHeight(component, source.Height), Height));

        int elements = ((axisX.High - axisX.Low - 1) * group.Step) + group.LastOffset + 1;
        if (_columns.Length < elements * ResampleKernels.Rows)
        {
            _columns = new float[elements * ResampleKernels.Rows];
        }

        long stride = source.Stride(group.Plane);
        byte* first = source.Plane(group.Plane) + group.BaseBytes + ((long)axisX.Low * group.Step * group.ElementBytes);
        fixed (float* tile = _rows)
        fixed (float* weights = axisY.Weights)
        fixed (float* columns = _columns)
        {
            // In tiles, so that the rows are still in the nearest cache when they are turned into columns.
            for (int x = 0; x < elements; x += Tile)
            {
                int count = Math.Min(Tile, elements - x);
                for (int r = 0; r < rows; r++)
                {
                    byte* p = first + (axisY.Starts[y + r] * stride) + ((long)x * group.ElementBytes);
                    float* w = weights + ((y + r) * axisY.Stride);
                    int taps = axisY.Counts[y + r];
                    if (group.ElementBytes == 1)
                    {
                        ResampleKernels.WeighRows(p, stride, w, taps, count, tile + (r * Tile));
                    }
                    else
                    {
                        ResampleKernels.WeighRows((ushort*)p, stride, group.Shift, group.Mask, w, taps, count, tile + (r * Tile));
                    }
                }

                ResampleKernels.RowsToColumns(tile, Tile, count, columns + (x * ResampleKernels.Rows));
            }

            for (int i = 0; i < group.Count; i++)
            {
                (int index, int offset) = group.Member(i);
                float* target = channels + (index * Width * ResampleKernels.Rows);
                ResampleKernels.WeighColumns(columns + (offset * ResampleKernels.Rows), group.Step, axisX, target);
            }
        }
    }

    private static void ApplyTransform(float* channels, int count, in ColorTransform t, bool isGray)
    {
        float* c0 = channels;
        float* c1 = channels + count;
        float* c2 = channels + (2 * count);
        Vector256<float> one = Vector256<float>.One;
        for (int i = 0; i < count; i += ResampleKernels.Rows)
        {
            Vector256<float> a = Vector256.Load(c0 + i);
            if (isGray)
            {
                Vector256.ClampNative((a * t.M00) + Vector256.Create(t.Offset0), Vector256<float>.Zero, one).Store(c0 + i);
                continue;
            }

            Vector256<float> b = Vector256.Load(c1 + i);
            Vector256<float> c = Vector256.Load(c2 + i);
            Vector256.ClampNative((a * t.M00) + (b * t.M01) + (c * t.M02) + Vector256.Create(t.Offset0), Vector256<float>.Zero, one).Store(c0 + i);
            Vector256.ClampNative((a * t.M10) + (b * t.M11) + (c * t.M12) + Vector256.Create(t.Offset1), Vector256<float>.Zero, one).Store(c1 + i);
            Vector256.ClampNative((a * t.M20) + (b * t.M21) + (c * t.M22) + Vector256.Create(t.Offset2), Vector256<float>.Zero, one).Store(c2 + i);
        }
    }
}
