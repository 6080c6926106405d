using System.Runtime.InteropServices;
using VideoSeg.Model.Inputs;
using Xunit;

namespace VideoSeg.Pipeline.Tests.Overlay;

/// <summary>A picture of any format in native memory, with padding behind each row and between planes that must not change.</summary>
internal sealed unsafe class TestPicture : IDisposable
{
    private const int Padding = 48;

    private readonly byte* _memory;
    private readonly int[] _offsets = new int[4];
    private readonly int[] _strides = new int[4];
    private readonly ColorMatrix _matrix;
    private readonly ColorRange _range;
    private byte[]? _before;

    public TestPicture(PixelFormat format, int width, int height, ColorMatrix matrix = ColorMatrix.Bt709, ColorRange range = ColorRange.Limited)
    {
        (Format, Width, Height, _matrix, _range) = (format, width, height, matrix, range);
        int size = Padding;
        for (int plane = 0; plane <= format.Components.Max(c => c.Plane); plane++)
        {
            int component = Enumerable.Range(0, format.Components.Length).First(c => format.Components[c].Plane == plane);
            int step = format.Components.Where(c => c.Plane == plane).Max(c => c.StepBytes);
            _strides[plane] = (format.ComponentWidth(component, width) * step) + Padding;
            _offsets[plane] = size;
            size += (_strides[plane] * format.ComponentHeight(component, height)) + Padding;
        }

        Size = size;
        _memory = (byte*)NativeMemory.AlignedAlloc((nuint)size, 64);
        Bytes.Clear();
    }

    public PixelFormat Format { get; }

    public int Width { get; }

    public int Height { get; }

    public int Size { get; }

    public Span<byte> Bytes => new(_memory, Size);

    public ImagePlanes Planes => new()
    {
        Plane0 = _memory + _offsets[0],
        Plane1 = _memory + _offsets[1],
        Plane2 = _memory + _offsets[2],
        Stride0 = _strides[0],
        Stride1 = _strides[1],
        Stride2 = _strides[2],
        Width = Width,
        Height = Height,
        Format = Format,
        Matrix = _matrix,
        Range = _range,
    };

    /// <summary>Fills every byte, padding included, with noise within the samples' depth, and remembers it.</summary>
    public void FillWithNoise(int seed)
    {
        new Random(seed).NextBytes(Bytes);
        for (int c = 0; c < Format.Components.Length; c++)
        {
            for (int y = 0; y < Format.ComponentHeight(c, Height); y++)
            {
                for (int x = 0; x < Format.ComponentWidth(c, Width); x++)
                {
                    this[c, x, y] &= (1 << Format.Components[c].DepthBits) - 1;
                }
            }
        }

        Remember();
    }

    public void Remember() => _before = Bytes.ToArray();

    /// <summary>Every byte that belongs to no sample or to a sample of a pixel that <paramref name="isTouched"/> denies is as it was.</summary>
    public void AssertUnchangedWhere(Func<int, int, bool> isTouched)
    {
        byte[] now = Bytes.ToArray();
        for (int c = 0; c < Format.Components.Length; c++)
        {
            (int shiftX, int shiftY) = Format.IsChroma(c) ? (Format.ChromaShiftX, Format.ChromaShiftY) : (0, 0);
            for (int y = 0; y < Format.ComponentHeight(c, Height); y++)
            {
                for (int x = 0; x < Format.ComponentWidth(c, Width); x++)
                {
                    if (isTouched(x << shiftX, y << shiftY))
                    {
                        int size = Format.Components[c].DepthBits > 8 ? 2 : 1;
                        _before.AsSpan(Address(c, x, y), size).CopyTo(now.AsSpan(Address(c, x, y)));
                    }
                }
            }
        }

        Assert.True(now.AsSpan().SequenceEqual(_before), $"{Format.Name}: a byte outside the touched pixels has changed");
    }

    /// <summary>A sample's value.</summary>
    public int this[int component, int x, int y]
    {
        get => Read(Bytes, component, x, y);
        set
        {
            PixelComponent layout = Format.Components[component];
            int at = Address(component, x, y);
            if (layout.DepthBits > 8)
            {
                MemoryMarshal.Write(Bytes[at..], (ushort)(value << layout.ShiftBits));
            }
            else
            {
                Bytes[at] = (byte)value;
            }
        }
    }

    /// <summary>The same sample's value when <see cref="Remember"/> was called.</summary>
    public int Before(int component, int x, int y) => Read(_before, component, x, y);

    public void Dispose() => NativeMemory.AlignedFree(_memory);

    private int Read(ReadOnlySpan<byte> bytes, int component, int x, int y)
    {
        PixelComponent layout = Format.Components[component];
        int at = Address(component, x, y);
        return layout.DepthBits > 8 ? MemoryMarshal.Read<ushort>(bytes[at..]) >> layout.ShiftBits : bytes[at];
    }

    private int Address(int component, int x, int y)
    {
        PixelComponent layout = Format.Components[component];
        return _offsets[layout.Plane] + (y * _strides[layout.Plane]) + (x * layout.StepBytes) + layout.OffsetBytes;
    }
}
