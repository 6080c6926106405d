using System.Buffers;

namespace VideoSeg.Model.Torch.Interop;

/// <summary>The native handles of a list of tensors, for the duration of one call; keeps the tensors from being collected meanwhile.</summary>
internal readonly ref struct HandleList : IDisposable
{
    private readonly IReadOnlyList<Tensor> _tensors;
    private readonly nint[] _handles;

    internal HandleList(IReadOnlyList<Tensor> tensors)
    {
        _tensors = tensors;
        _handles = ArrayPool<nint>.Shared.Rent(tensors.Count);
        for (int i = 0; i < tensors.Count; i++)
        {
            _handles[i] = tensors[i].Handle.DangerousGetHandle();
        }
    }

    internal int Count => _tensors.Count;

    internal ReadOnlySpan<nint> Handles => _handles.AsSpan(0, _tensors.Count);

    public void Dispose()
    {
        ArrayPool<nint>.Shared.Return(_handles);
        GC.KeepAlive(_tensors);
    }
}
