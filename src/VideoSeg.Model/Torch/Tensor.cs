using VideoSeg.Model.Torch.Interop;

namespace VideoSeg.Model.Torch;

/// <summary>
/// An n-dimensional array of libtorch: a counted reference to memory on the CPU or a GPU. Names and meanings are PyTorch's; a name that
/// ends in an underscore changes the tensor in place and returns it.
/// </summary>
/// <remarks>
/// <para>Ownership: a tensor made while a <see cref="TensorScope"/> is open on the thread belongs to that scope, else to the caller, who
/// disposes it. Disposing gives up one reference: views of the same memory stay valid. A tensor that was forgotten is freed by the garbage
/// collector, late; <see cref="LiveCount"/> shows it.</para>
/// <para>Threads: any thread may use a tensor, one at a time while one of them changes it.</para>
/// <para>Errors: <see cref="TorchException"/> where libtorch refuses (a bug of the caller); <see cref="VideoSegException"/> where a person
/// can do something: too little memory, no CUDA.</para>
/// </remarks>
public sealed partial class Tensor : IDisposable
{
    private readonly TensorHandle _handle;
    private TensorDescription _description;
    private long[]? _shape;

    private Tensor(TensorHandle handle)
    {
        _handle = handle;
        TensorScope.Register(this);
    }

    /// <summary>Number of native tensor handles alive in the process, for leak checks.</summary>
    public static long LiveCount
    {
        get
        {
            TorchNative.EnsureLoaded();
            TorchNative.Check(TorchNative.GetLiveCount(out long count));
            return count;
        }
    }

    /// <summary>The size of each dimension. The array is the tensor's own: do not change it.</summary>
    public long[] Shape
    {
        get
        {
            if (_shape is null)
            {
                Describe();
            }

            return _shape!;
        }
    }

    /// <summary>Number of dimensions, 0 for a single number.</summary>
    public int Dimensions => Shape.Length;

    /// <summary>Number of elements.</summary>
    public long ElementCount => Description.ElementCount;

    /// <summary>Type of the elements.</summary>
    public ScalarType ScalarType => (ScalarType)Description.ScalarType;

    /// <summary>Where the memory lies.</summary>
    public Device Device => new((DeviceKind)Description.DeviceKind, Description.DeviceIndex);

    /// <summary>Whether it was disposed.</summary>
    public bool IsDisposed => _handle.IsClosed;

    /// <summary>The native handle.</summary>
    internal TensorHandle Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
            return _handle;
        }
    }

    private ref readonly TensorDescription Description
    {
        get
        {
            if (_shape is null)
            {
                Describe();
            }

            return ref _description;
        }
    }

    /// <summary>Size of dimension <paramref name="dim"/>; negative counts from the end.</summary>
    public long Size(int dim) => Shape[dim < 0 ? dim + Dimensions : dim];

    /// <summary>Whether the elements lie without gaps in the given order. Only four-dimensional tensors are ever channels-last.</summary>
    public bool IsContiguous(MemoryFormat format = MemoryFormat.Contiguous)
    {
        TorchNative.Check(TorchNative.IsContiguous(Handle, (int)format, out int contiguous));
        return contiguous != 0;
    }

    /// <summary>Gives up this reference. Doing so twice is harmless.</summary>
    public void Dispose()
    {
        TensorScope.Forget(this);
        _handle.Dispose();
    }

    /// <summary>For example <c>Float32 [1, 3, 352, 352] on cpu</c>.</summary>
    public override string ToString() => IsDisposed ? "disposed tensor" : $"{ScalarType} [{string.Join(", ", Shape)}] on {Device}";

    /// <summary>The tensor of a call that returned <paramref name="status"/> and <paramref name="handle"/>.</summary>
    internal static Tensor Own(int status, TensorHandle handle)
    {
        TorchNative.Check(status);
        return new Tensor(handle);
    }

    /// <summary>The handle of an optional tensor.</summary>
    internal static TensorHandle OrNone(Tensor? tensor) => tensor is null ? TensorHandle.None : tensor.Handle;

    private Tensor Done(int status)
    {
        TorchNative.Check(status);
        return this;
    }

    private void Describe()
    {
        TorchNative.Check(TorchNative.Describe(Handle, out _description));
        // Last: a shape that is set says that the description is complete.
        _shape = ((ReadOnlySpan<long>)_description.Sizes)[.._description.Dimensions].ToArray();
    }
}
