using System.Runtime.InteropServices;
using System.Text;

namespace VideoSeg.Model.Cuda.Interop;

/// <summary>
/// The functions of native/cuda/include/videoseg_cuda.h, one to one, taken from a file: the tests take them from another one, which computes on the host.
/// That header is their documentation.
/// </summary>
internal sealed unsafe class CudaLibrary
{
    private const int AbiVersion = 1;
    private const int MessageCapacity = 1024;
    private const int InvalidArgument = 1;

    private readonly delegate* unmanaged<byte*, int, int> _lastError;
    private readonly delegate* unmanaged<int, int> _checkDevice;
    private readonly delegate* unmanaged<NativeQueue*, NativeConversion*, NativeImage*, int> _convert;
    private readonly delegate* unmanaged<NativeQueue*, NativeCombination*, int> _combine;
    private readonly delegate* unmanaged<NativeQueue*, NativeOverlay*, int> _draw;

    public CudaLibrary(string path)
    {
        nint library;
        try
        {
            library = NativeLibrary.Load(path);
        }
        catch (DllNotFoundException e)
        {
            throw new VideoSegException(FaultKind.Engine, $"expected the CUDA kernels, found a library that does not load: {path}: {e.Message.Split('\n')[0]}");
        }

        int version = -1;
        if (NativeLibrary.TryGetExport(library, "vsc_abi_version", out nint getVersion))
        {
            _ = ((delegate* unmanaged<int*, int>)getVersion)(&version);
        }

        if (version != AbiVersion)
        {
            throw new VideoSegException(FaultKind.Engine,
                $"expected {path} with ABI version {AbiVersion}, found {version}: it is of another build; build it again with ./videoseg --build");
        }

        _lastError = (delegate* unmanaged<byte*, int, int>)NativeLibrary.GetExport(library, "vsc_last_error");
        _checkDevice = (delegate* unmanaged<int, int>)NativeLibrary.GetExport(library, "vsc_check_device");
        _convert = (delegate* unmanaged<NativeQueue*, NativeConversion*, NativeImage*, int>)NativeLibrary.GetExport(library, "vsc_convert");
        _combine = (delegate* unmanaged<NativeQueue*, NativeCombination*, int>)NativeLibrary.GetExport(library, "vsc_combine");
        _draw = (delegate* unmanaged<NativeQueue*, NativeOverlay*, int>)NativeLibrary.GetExport(library, "vsc_draw");
        int cudaVersion;
        Check(((delegate* unmanaged<int*, int>)NativeLibrary.GetExport(library, "vsc_cuda_version"))(&cudaVersion));
        CudaVersion = cudaVersion;
    }

    /// <summary>13000 for CUDA 13.0; 0 for the build that computes on the host.</summary>
    public int CudaVersion { get; }

    public void CheckDevice(int device) => Check(_checkDevice(device));

    public void Convert(in NativeQueue queue, in NativeConversion conversion, in NativeImage target)
    {
        fixed (NativeQueue* q = &queue)
        fixed (NativeConversion* c = &conversion)
        fixed (NativeImage* t = &target)
        {
            Check(_convert(q, c, t));
        }
    }

    public void Combine(in NativeQueue queue, in NativeCombination combination)
    {
        fixed (NativeQueue* q = &queue)
        fixed (NativeCombination* c = &combination)
        {
            Check(_combine(q, c));
        }
    }

    public void Draw(in NativeQueue queue, in NativeOverlay overlay)
    {
        fixed (NativeQueue* q = &queue)
        fixed (NativeOverlay* o = &overlay)
        {
            Check(_draw(q, o));
        }
    }

    /// <summary>Throws unless <paramref name="status"/> is OK: bugs as they are, everything else as the fault of an engine.</summary>
    private void Check(int status)
    {
        if (status != 0)
        {
            byte* buffer = stackalloc byte[MessageCapacity];
            _ = _lastError(buffer, MessageCapacity);
            string message = $"CUDA kernels: {Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(buffer))}";
            throw status == InvalidArgument ? new InvalidOperationException(message) : new VideoSegException(FaultKind.Engine, message);
        }
    }
}
