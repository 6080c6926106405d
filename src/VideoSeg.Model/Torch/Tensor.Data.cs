using VideoSeg.Model.Torch.Interop;

namespace VideoSeg.Model.Torch;

public sealed partial class Tensor
{
    /// <summary>Address of the first element in the memory of <see cref="Device"/>; valid while a tensor over that memory lives.</summary>
    public nint DataPointer
    {
        get
        {
            TorchNative.Check(TorchNative.GetDataPointer(Handle, out nint pointer));
            return pointer;
        }
    }

    /// <summary>Whether it lies in page-locked host memory.</summary>
    public bool IsPinned
    {
        get
        {
            TorchNative.Check(TorchNative.IsPinned(Handle, out int pinned));
            return pinned != 0;
        }
    }

    /// <summary>The elements where they lie, without a copy: for contiguous CPU tensors. The span is invalid once the tensor is disposed.</summary>
    /// <typeparam name="T">The type of the elements, as in <see cref="FromData{T}(ReadOnlySpan{T}, ReadOnlySpan{long})"/>.</typeparam>
    public unsafe Span<T> AsSpan<T>()
        where T : unmanaged
    {
        RequireType<T>();
        if (Device.Kind != DeviceKind.Cpu || !IsContiguous())
        {
            throw new InvalidOperationException($"expected a contiguous tensor on the cpu, got {this} (copy it with CopyTo)");
        }

        return new Span<T>((void*)DataPointer, checked((int)ElementCount));
    }

    /// <summary>Copies the elements, row after row, whatever the layout and device; waits for the device.</summary>
    public unsafe void CopyTo<T>(Span<T> destination)
        where T : unmanaged
    {
        RequireType<T>();
        RequireLength(destination.Length);
        fixed (T* pointer = destination)
        {
            TorchNative.Check(TorchNative.CopyToHost(Handle, pointer, ElementCount * sizeof(T)));
        }
    }

    /// <summary>Overwrites the elements with <paramref name="source"/>, given row after row; waits for the device.</summary>
    public unsafe Tensor CopyFrom_<T>(ReadOnlySpan<T> source)
        where T : unmanaged
    {
        RequireType<T>();
        RequireLength(source.Length);
        fixed (T* pointer = source)
        {
            return Done(TorchNative.CopyFromHost(Handle, pointer, ElementCount * sizeof(T)));
        }
    }

    /// <summary>A copy of the elements, row after row.</summary>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        var array = new T[ElementCount];
        CopyTo<T>(array);
        return array;
    }

    /// <summary>The value of a tensor of one element, of any type; waits for the device.</summary>
    public float Item()
    {
        TorchNative.Check(TorchNative.Item(Handle, out double value));
        return (float)value;
    }

    /// <summary>Overwrites this tensor with <paramref name="source"/>, converting type, device and layout.</summary>
    /// <param name="source">A tensor whose shape is this one's or broadcasts to it.</param>
    /// <param name="nonBlocking">Between pinned host memory and a GPU: queue the copy and return.</param>
    public Tensor Copy_(Tensor source, bool nonBlocking = false) => Done(TorchNative.Copy_(Handle, source.Handle, nonBlocking ? 1 : 0));

    /// <summary>Sets every element to zero.</summary>
    public Tensor Zero_() => Done(TorchNative.Zero_(Handle));

    /// <summary>Sets every element to <paramref name="value"/>.</summary>
    public Tensor Fill_(double value) => Done(TorchNative.Fill_(Handle, value));

    /// <summary>In another element type; shares the memory where the type is the same.</summary>
    public Tensor To(ScalarType type) => Own(TorchNative.ToType(Handle, (int)type, out TensorHandle result), result);

    /// <summary>On another device; shares the memory where the device is the same.</summary>
    public Tensor To(Device device, bool nonBlocking = false) =>
        Own(TorchNative.ToDevice(Handle, (int)device.Kind, device.Index, nonBlocking ? 1 : 0, out TensorHandle result), result);

    /// <summary>In the given layout; shares the memory where it has that layout already.</summary>
    public Tensor Contiguous(MemoryFormat format = MemoryFormat.Contiguous) =>
        Own(TorchNative.Contiguous(Handle, (int)format, out TensorHandle result), result);

    /// <summary>A copy with memory of its own, in the given layout or (null) in this tensor's.</summary>
    public Tensor Clone(MemoryFormat? format = null) =>
        Own(TorchNative.Clone(Handle, format is { } chosen ? (int)chosen : -1, out TensorHandle result), result);

    /// <summary>A copy in page-locked host memory, from which a GPU copies without making the host wait. Needs CUDA.</summary>
    public Tensor PinMemory() => Own(TorchNative.PinMemory(Handle, out TensorHandle result), result);

    private void RequireType<T>()
        where T : unmanaged
    {
        if (TypeOf<T>() != ScalarType)
        {
            throw new InvalidOperationException($"expected elements of type {ScalarType}, got {typeof(T).Name} ({TypeOf<T>()})");
        }
    }

    private void RequireLength(int length)
    {
        if (length != ElementCount)
        {
            throw new ArgumentException($"expected {ElementCount} elements for {this}, got {length}", nameof(length));
        }
    }
}
