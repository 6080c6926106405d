using System.Runtime.InteropServices;
using System.Text;
using VideoSeg.Model.Torch.Interop;

namespace VideoSeg.Model.Torch;

/// <summary>What a <see cref="ScriptModule"/> returned. Owned by whoever got it.</summary>
public sealed class ScriptValue : IDisposable
{
    private const int TextCapacity = 1024;

    private readonly ScriptValueHandle _handle;

    internal ScriptValue(ScriptValueHandle handle)
    {
        _handle = handle;
        TorchNative.Check(TorchNative.GetValueKind(handle, out int kind, out long count));
        Kind = (ScriptValueKind)kind;
        Count = count;
    }

    /// <summary>What it is.</summary>
    public ScriptValueKind Kind { get; }

    /// <summary>Entries of a sequence or dictionary; 1 for a tensor, 0 for anything else.</summary>
    public long Count { get; }

    /// <summary>Its type as TorchScript writes it: <c>Tuple[Tensor, Tensor]</c>.</summary>
    public unsafe string TypeName
    {
        get
        {
            byte* buffer = stackalloc byte[TextCapacity];
            TorchNative.Check(TorchNative.GetValueType(_handle, buffer, TextCapacity));
            return Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(buffer));
        }
    }

    /// <summary>The tensor that it is; a reference of its own.</summary>
    /// <exception cref="TorchException">It is none.</exception>
    public Tensor ToTensor() => Tensor.Own(TorchNative.GetValueTensor(_handle, out TensorHandle tensor), tensor);

    /// <summary>An element of a sequence, from 0; the caller disposes it.</summary>
    /// <exception cref="TorchException">There is none.</exception>
    public ScriptValue At(long index)
    {
        TorchNative.Check(TorchNative.GetValueAt(_handle, index, out ScriptValueHandle element));
        return new(element);
    }

    /// <summary>An entry of a dictionary; the caller disposes it.</summary>
    /// <exception cref="TorchException">There is none.</exception>
    public ScriptValue Get(string key)
    {
        TorchNative.Check(TorchNative.GetValueEntry(_handle, key, out ScriptValueHandle entry));
        return new(entry);
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
