using VideoSeg.Model.Cuda.Interop;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Native;
using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Cuda;

/// <summary>
/// This project's own kernels for GPUs (libvideoseg_cuda.so, which is there where it was built with a CUDA compiler): each call queues work on a stream and
/// returns. What the addresses point to lies in the memory of that GPU, and lives and stays as it is until the work has ended. Nothing is allocated, and
/// all of it may be captured into a CUDA graph. Any thread.
/// </summary>
/// <exception cref="VideoSegException">Every member: CUDA refuses (<see cref="FaultKind.Engine"/>).</exception>
public sealed class CudaKernels
{
    private const string Name = "videoseg_cuda";

    private static readonly Lazy<CudaKernels> Installed = new(() => new CudaKernels(
        NativeLibraries.FindLibrary(Name) ?? throw new VideoSegException(FaultKind.Engine,
            $"expected the CUDA kernels, found lib{Name}.so nowhere: they are built where a CUDA compiler is found; install nvcc of CUDA 11.8 or later (on the " +
            "PATH, or in /usr/local/cuda), remove artifacts/native-build and artifacts/build.*.stamp, and build again with ./videoseg --build")));

    private readonly CudaLibrary _library;

    private CudaKernels(string path) => _library = new CudaLibrary(path);

    /// <summary>Whether they are installed; asking does not load them.</summary>
    public static bool AreInstalled => NativeLibraries.FindLibrary(Name) is not null;

    /// <summary>Those that are installed, loaded when they are first asked for.</summary>
    /// <exception cref="VideoSegException">They are not there, do not load, or are of another build (<see cref="FaultKind.Engine"/>).</exception>
    public static CudaKernels Shared => Installed.Value;

    /// <summary>Whether they compute in host memory, when they are called: the build of the tests.</summary>
    public bool AreForHost => _library.CudaVersion == 0;

    /// <summary>The CUDA they were built with: 13000 for 13.0.</summary>
    public int CudaVersion => _library.CudaVersion;

    /// <summary>Those of a file.</summary>
    /// <exception cref="VideoSegException">It does not load or is of another build (<see cref="FaultKind.Engine"/>).</exception>
    public static CudaKernels FromFile(string path) => new(path);

    /// <summary>Asks whether GPU <paramref name="device"/> is there and can run them.</summary>
    /// <exception cref="VideoSegException">It is not or cannot; the message says what to do (<see cref="FaultKind.Engine"/>).</exception>
    public void CheckDevice(int device) => _library.CheckDevice(device);

    /// <summary>Converts a picture, or its region, to a network's input: what <see cref="InputConverter"/> does, to the rounding of f32.</summary>
    /// <param name="queue">Where.</param>
    /// <param name="picture">Of any format, in the GPU's memory.</param>
    /// <param name="tables">Those of its geometry.</param>
    /// <param name="tablesAddress">Where a copy of their bytes lies.</param>
    /// <param name="target">Where the values go.</param>
    /// <exception cref="ArgumentException">The picture is in other memory, or the tables are of another geometry.</exception>
    public void Convert(KernelQueue queue, in ImagePlanes picture, InputTables tables, nint tablesAddress, in CudaImage target)
    {
        RequireMemory(picture);
        var geometry = InputGeometry.Of(picture, target.Width, target.Height);
        if (tables.Geometry != geometry)
        {
            throw new ArgumentException($"expected tables of {geometry}, got those of {tables.Geometry}", nameof(tables));
        }

        PixelFormat format = picture.Format;
        var conversion = new NativeConversion
        {
            Matrix = ColorTransform.For(format, picture.Matrix, picture.Range),
            Components = format.Components.Length,
        };
        for (int c = 0; c < format.Components.Length; c++)
        {
            conversion.Samples[c] = SamplesOf(picture, c);
            (conversion.X[c], conversion.Y[c]) = tables.Axes(format.IsChroma(c), tablesAddress);
        }

        _library.Convert(Native(queue), conversion, new NativeImage
        {
            Data = target.Data,
            ChannelStride = target.ChannelStride,
            RowStride = target.RowStride,
            PixelStride = target.PixelStride,
            Capacity = target.Capacity,
            Type = CudaTypes.Code(target.Type),
            Height = target.Height,
            Width = target.Width,
        });
    }

    /// <summary>
    /// Combines maps pixel by pixel: operands are multiplied by their factors, then added or multiplied in their order, in f32; each result is rounded once.
    /// </summary>
    /// <param name="queue">Where.</param>
    /// <param name="type">The type of all maps: f32, f16 or bf16.</param>
    /// <param name="size">Pictures, height, width and channels of the results.</param>
    /// <param name="operands">1 to 4.</param>
    /// <param name="results">1 or 2.</param>
    public void Combine(
        KernelQueue queue, ScalarType type, (int Pictures, int Height, int Width, int Channels) size, ReadOnlySpan<CudaOperand> operands, ReadOnlySpan<CudaResult> results)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(operands.Length, NativeCombination.MaximumOperands, nameof(operands));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(results.Length, NativeCombination.MaximumResults, nameof(results));
        var combination = new NativeCombination
        {
            Type = CudaTypes.Code(type),
            Pictures = size.Pictures,
            Height = size.Height,
            Width = size.Width,
            Channels = size.Channels,
            OperandCount = operands.Length,
            ResultCount = results.Length,
        };
        for (int i = 0; i < operands.Length; i++)
        {
            combination.Operands[i] = Native(operands[i]);
        }

        for (int i = 0; i < results.Length; i++)
        {
            combination.Results[i] = Native(results[i]);
        }

        _library.Combine(Native(queue), combination);
    }

    /// <summary>Draws on a picture, in place.</summary>
    /// <param name="queue">Where.</param>
    /// <param name="picture">In the GPU's memory; of a format with chroma of the full or half resolution.</param>
    /// <param name="overlay">What is drawn.</param>
    /// <exception cref="ArgumentException">The picture is in other memory.</exception>
    public void Draw(KernelQueue queue, in ImagePlanes picture, in CudaOverlay overlay)
    {
        RequireMemory(picture);
        PixelFormat format = picture.Format;
        bool hasChroma = format.Model == ColorModel.Yuv;
        var native = new NativeOverlay
        {
            Layers = overlay.Layers.Address,
            Paths = overlay.Paths.Address,
            Points = overlay.Points.Address,
            Rows = overlay.Rows,
            Probabilities = overlay.Probabilities,
            PlaneStride = (long)overlay.Planes.Width * overlay.Planes.Height,
            ProbabilityType = overlay.Probabilities == 0 ? 0 : CudaTypes.Code(overlay.ProbabilityType),
            Planes = overlay.Planes.Count,
            PlaneHeight = overlay.Planes.Height,
            PlaneWidth = overlay.Planes.Width,
            LayerCount = overlay.Layers.Count,
            PathCount = overlay.Paths.Count,
            PointCount = overlay.Points.Count,
            Components = format.Components.Length,
            Width = picture.Width,
            Height = picture.Height,
            ShiftX = hasChroma ? format.ChromaShiftX : 0,
            ShiftY = hasChroma ? format.ChromaShiftY : 0,
            Left = overlay.Bounds.X,
            Top = overlay.Bounds.Y,
            Right = overlay.Bounds.X + overlay.Bounds.Width,
            Bottom = overlay.Bounds.Y + overlay.Bounds.Height,
        };
        for (int c = 0; c < format.Components.Length; c++)
        {
            native.Samples[c] = SamplesOf(picture, c);
        }

        _library.Draw(Native(queue), native);
    }

    private static unsafe NativeSamples SamplesOf(in ImagePlanes picture, int component)
    {
        PixelComponent layout = picture.Format.Components[component];
        return new NativeSamples
        {
            First = (nint)picture.Plane(layout.Plane) + layout.OffsetBytes,
            RowBytes = picture.Stride(layout.Plane),
            Width = picture.Format.ComponentWidth(component, picture.Width),
            Height = picture.Format.ComponentHeight(component, picture.Height),
            StepBytes = layout.StepBytes,
            IsWord = layout is { DepthBits: 8, ShiftBits: 0 } ? 0 : 1,
            Shift = layout.ShiftBits,
            Depth = layout.DepthBits,
        };
    }

    private static NativeQueue Native(KernelQueue queue) => new() { Stream = queue.Stream, Device = queue.Device };

    private static NativeOperand Native(in CudaOperand operand) => new()
    {
        Data = operand.Map.Data,
        Phase1 = operand.Phases.EvenOdd,
        Phase2 = operand.Phases.OddEven,
        Phase3 = operand.Phases.OddOdd,
        PixelStride = operand.Map.PixelStride,
        RowStride = operand.Map.RowStride,
        PictureStride = operand.Map.PictureStride,
        Capacity = operand.Map.Capacity,
        Factor = operand.Factor,
        FactorStride = operand.FactorStride,
        Access = (int)operand.Access,
        Multiply = operand.Multiply ? 1 : 0,
    };

    private static NativeResult Native(in CudaResult result) => new()
    {
        Data = result.Map.Data,
        PixelStride = result.Map.PixelStride,
        RowStride = result.Map.RowStride,
        PictureStride = result.Map.PictureStride,
        Capacity = result.Map.Capacity,
        Scale = result.Scale,
        Shift = result.Shift,
        Relu = result.Relu ? 1 : 0,
    };

    private void RequireMemory(in ImagePlanes picture)
    {
        MemoryKind expected = AreForHost ? MemoryKind.Host : MemoryKind.Cuda;
        if (picture.Memory != expected)
        {
            throw new ArgumentException($"expected a picture in {expected} memory, got {picture.Memory}", nameof(picture));
        }
    }
}
