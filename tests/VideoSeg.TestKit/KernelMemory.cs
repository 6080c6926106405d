using System.Runtime.InteropServices;
using VideoSeg.Model.Cuda;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Torch;
using Xunit;

namespace VideoSeg.TestKit;

/// <summary>
/// This project's CUDA kernels and memory that they work on: a GPU's, or, with the same kernels compiled for the host, the host's. A test that takes one of
/// <see cref="Places"/> runs on both, and is skipped where there is no GPU or no kernels for it.
/// </summary>
public sealed unsafe class KernelMemory : IDisposable
{
    private const string HostName = "host";
    private const string CudaName = "cuda";

    private static readonly Lazy<CudaKernels> ForHost =
        new(() => CudaKernels.FromFile(Repository.At("artifacts", "native-tests", "libvideoseg_cuda_host.so")));

    private readonly Dictionary<nint, long> _blocks = [];
    private readonly Dictionary<nint, Tensor> _tensors = [];
    private readonly bool _isHost;

    /// <summary>Memory of a place, or skips the test.</summary>
    public KernelMemory(string place)
    {
        _isHost = place == HostName;
        if (!_isHost)
        {
            Assert.SkipUnless(TorchRuntime.CudaIsAvailable, "needs an NVIDIA GPU and a libtorch with CUDA");
            Assert.SkipUnless(CudaKernels.AreInstalled, "needs libvideoseg_cuda.so, which is built where there is a CUDA compiler");
        }

        Kernels = _isHost ? ForHost.Value : CudaKernels.Shared;
        Kernels.CheckDevice(Queue.Device);
    }

    /// <summary>Where kernels can run.</summary>
    public static TheoryData<string> Places { get; } = [HostName, CudaName];

    /// <summary>The kernels.</summary>
    public CudaKernels Kernels { get; }

    /// <summary>libtorch's stream: what is read back has been computed.</summary>
    public KernelQueue Queue => default;

    /// <summary>Which memory it is.</summary>
    public MemoryKind Kind => _isHost ? MemoryKind.Host : MemoryKind.Cuda;

    /// <summary>A copy of values in it, at a multiple of 64 bytes and exactly as large.</summary>
    public nint Put<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(values);
        nint address;
        if (_isHost)
        {
            address = (nint)NativeMemory.AlignedAlloc((nuint)Math.Max(bytes.Length, 1), 64);
            bytes.CopyTo(new Span<byte>((void*)address, bytes.Length));
        }
        else
        {
            using Tensor onHost = Tensor.FromData(bytes.IsEmpty ? [0] : bytes, [Math.Max(bytes.Length, 1)]);
            Tensor onDevice = onHost.To(Device.Cuda());
            address = onDevice.DataPointer;
            _tensors.Add(address, onDevice);
        }

        _blocks.Add(address, bytes.Length);
        return address;
    }

    /// <summary>What lies in a block now.</summary>
    public T[] Get<T>(nint address)
        where T : unmanaged
    {
        byte[] bytes = _isHost ? new Span<byte>((void*)address, (int)_blocks[address]).ToArray() : _tensors[address].ToArray<byte>();
        return MemoryMarshal.Cast<byte, T>(bytes).ToArray();
    }

    /// <summary>A copy of a picture in it, each plane a block.</summary>
    /// <param name="picture">In host memory.</param>
    /// <param name="starts">Where the blocks lie; of planes that are not there 0.</param>
    public ImagePlanes Put(in ImagePlanes picture, out nint[] starts)
    {
        starts = new nint[4];
        var rows = new nint[4];
        for (int plane = 0; plane < 4; plane++)
        {
            var extent = PlaneExtent.Of(picture, plane);
            if (extent.Start != 0)
            {
                starts[plane] = Put(new ReadOnlySpan<byte>((void*)extent.Start, checked((int)extent.Bytes)));
                rows[plane] = starts[plane] + (nint)extent.FirstRow;
            }
        }

        return picture with { Plane0 = (byte*)rows[0], Plane1 = (byte*)rows[1], Plane2 = (byte*)rows[2], Plane3 = (byte*)rows[3], Memory = Kind };
    }

    /// <summary>Copies the blocks of a picture back to where they came from.</summary>
    public void Return(in ImagePlanes picture, nint[] starts)
    {
        for (int plane = 0; plane < 4; plane++)
        {
            if (starts[plane] != 0)
            {
                Get<byte>(starts[plane]).CopyTo(new Span<byte>((void*)PlaneExtent.Of(picture, plane).Start, (int)_blocks[starts[plane]]));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (nint address in _blocks.Keys.Where(_ => _isHost))
        {
            NativeMemory.AlignedFree((void*)address);
        }

        foreach (Tensor tensor in _tensors.Values)
        {
            tensor.Dispose();
        }
    }
}
