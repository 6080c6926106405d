using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using VideoSeg.Model.Cuda;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Torch;

namespace VideoSeg.Pipeline.Overlay;

/// <summary>
/// What is drawn on one picture, as one block of bytes to be copied to a GPU, which draws it with <see cref="CudaKernels.Draw"/> as
/// <see cref="OverlayRenderer"/> draws in host memory. Keeps its memory and allocates nothing once it has grown. Not for two threads at a time.
/// </summary>
public sealed class DeviceOverlay
{
    private byte[] _bytes = [];
    private int _layers;
    private int _paths;
    private int _points;
    private int _rows;

    /// <summary>Whether nothing is drawn.</summary>
    public bool IsEmpty => Bounds.Width == 0;

    /// <summary>The block; its copy lies at a multiple of 4. Valid until it is filled again.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, RowsStart + (_rows * sizeof(int)));

    /// <summary>The rectangle around all that is drawn.</summary>
    public PixelRegion Bounds { get; internal set; }

    internal Span<DeviceLayer> Layers => MemoryMarshal.Cast<byte, DeviceLayer>(_bytes.AsSpan(0, PathsStart));

    internal Span<DevicePath> Paths => MemoryMarshal.Cast<byte, DevicePath>(_bytes.AsSpan(PathsStart, _paths * Unsafe.SizeOf<DevicePath>()));

    internal Span<Vector2> Points => MemoryMarshal.Cast<byte, Vector2>(_bytes.AsSpan(PointsStart, _points * Unsafe.SizeOf<Vector2>()));

    /// <summary>Two for each row of the picture, or none.</summary>
    internal Span<int> Rows => MemoryMarshal.Cast<byte, int>(_bytes.AsSpan(RowsStart, _rows * sizeof(int)));

    private int PathsStart => _layers * Unsafe.SizeOf<DeviceLayer>();

    private int PointsStart => PathsStart + (_paths * Unsafe.SizeOf<DevicePath>());

    private int RowsStart => PointsStart + (_points * Unsafe.SizeOf<Vector2>());

    /// <summary>The overlay for the kernel.</summary>
    /// <param name="address">Where a copy of <see cref="Bytes"/> lies in the GPU's memory.</param>
    /// <param name="probabilities">Where the planes of a heat map lie; 0 for none.</param>
    /// <param name="type">Their type: f32 or f16.</param>
    /// <param name="planes">How many, and their size in cells.</param>
    public CudaOverlay At(nint address, nint probabilities = 0, ScalarType type = ScalarType.Float32, (int Count, int Width, int Height) planes = default) => new()
    {
        Layers = (address, _layers),
        Paths = (address + PathsStart, _paths),
        Points = (address + PointsStart, _points),
        Rows = _rows == 0 ? 0 : address + RowsStart,
        Probabilities = probabilities,
        ProbabilityType = type,
        Planes = planes,
        Bounds = Bounds,
    };

    internal void Clear() => Begin(0, 0, 0, 0);

    internal void Begin(int layers, int paths, int points, int rows)
    {
        (_layers, _paths, _points, _rows, Bounds) = (layers, paths, points, 2 * rows, default);
        int size = RowsStart + (_rows * sizeof(int));
        if (_bytes.Length < size)
        {
            _bytes = new byte[2 * size];
        }
    }
}
