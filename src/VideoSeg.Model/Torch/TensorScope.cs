namespace VideoSeg.Model.Torch;

/// <summary>
/// Owns every tensor made on this thread while it is the innermost open scope, and disposes them at its end:
/// <code>using var scope = TensorScope.Enter();</code>
/// What shall live on is taken out with <see cref="Keep"/>, <see cref="Tensor.MoveToOuterScope"/> or <see cref="Tensor.DetachFromScope"/>.
/// </summary>
/// <remarks>A scope belongs to the thread that entered it and ends there, the innermost first.</remarks>
public sealed class TensorScope : IDisposable
{
    [ThreadStatic]
    private static TensorScope? t_current;

    private readonly TensorScope? _outer;
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly List<Tensor> _tensors = [];
    private bool _ended;

    private TensorScope(TensorScope? outer) => _outer = outer;

    /// <summary>Number of tensors the scope owns now.</summary>
    public int Count => _tensors.Count;

    /// <summary>Opens a scope inside the thread's current one.</summary>
    public static TensorScope Enter() => t_current = new TensorScope(t_current);

    /// <summary>Lets <paramref name="tensor"/> outlive this scope: the enclosing scope owns it then or, where there is none, the caller.</summary>
    /// <returns>The tensor.</returns>
    public Tensor Keep(Tensor tensor)
    {
        if (tensor.Scope != this)
        {
            throw new InvalidOperationException("expected a tensor of this scope");
        }

        return tensor.MoveToOuterScope();
    }

    /// <summary>Disposes the tensors that are left and makes the enclosing scope the current one.</summary>
    public void Dispose()
    {
        if (_ended)
        {
            return;
        }

        RequireThread();
        if (t_current != this)
        {
            throw new InvalidOperationException("expected the innermost scope to end first");
        }

        _ended = true;
        t_current = _outer;
        foreach (Tensor tensor in _tensors)
        {
            tensor.Scope = null;
            tensor.Dispose();
        }

        _tensors.Clear();
    }

    /// <summary>Makes the thread's current scope, if any, the owner of a new tensor.</summary>
    internal static void Register(Tensor tensor) => t_current?.Add(tensor);

    /// <summary>Strikes a tensor that is being disposed from its scope.</summary>
    internal static void Forget(Tensor tensor)
    {
        // Another thread may dispose a tensor of this scope; the list, which is not locked, keeps the empty shell until the scope ends.
        if (tensor.Scope is { } scope && scope._thread == Environment.CurrentManagedThreadId)
        {
            scope.Remove(tensor);
        }
    }

    /// <summary>Hands a tensor of this scope to the enclosing one (<paramref name="toOuter"/>) or to the caller.</summary>
    internal void Release(Tensor tensor, bool toOuter)
    {
        RequireThread();
        Remove(tensor);
        if (toOuter)
        {
            _outer?.Add(tensor);
        }
    }

    private void Add(Tensor tensor)
    {
        tensor.Scope = this;
        tensor.ScopeIndex = _tensors.Count;
        _tensors.Add(tensor);
    }

    private void Remove(Tensor tensor)
    {
        Tensor last = _tensors[^1];
        _tensors[tensor.ScopeIndex] = last;
        last.ScopeIndex = tensor.ScopeIndex;
        _tensors.RemoveAt(_tensors.Count - 1);
        tensor.Scope = null;
    }

    private void RequireThread()
    {
        if (_thread != Environment.CurrentManagedThreadId)
        {
            throw new InvalidOperationException($"expected the thread that entered the scope ({_thread}), got {Environment.CurrentManagedThreadId}");
        }
    }
}
