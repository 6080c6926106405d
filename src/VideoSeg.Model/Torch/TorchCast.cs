namespace VideoSeg.Model.Torch;

/// <summary>A parameter in the type and form that the arithmetic wants: made anew (through autograd) in a trainable network, else once.</summary>
/// <param name="trainable">Whether the parameter changes.</param>
/// <param name="form">What else becomes of it; null: nothing. Of a trainable network always null.</param>
internal sealed class TorchCast(bool trainable, Func<Tensor, Tensor>? form)
{
    private Tensor? _kept;

    /// <summary>The parameter in this type, null where there is none. What is kept belongs to the cast, all else to the scope.</summary>
    public Tensor? Get(Tensor? tensor, ScalarType type)
    {
        if (tensor is null || (type == ScalarType.Float32 && form is null))
        {
            return tensor;
        }

        if (trainable)
        {
            return tensor.To(type);
        }

        if (_kept?.ScalarType != type)
        {
            Drop();
            using var scope = TensorScope.Enter();
            _kept = (form?.Invoke(tensor) ?? tensor).To(type).DetachFromScope();
        }

        return _kept;
    }

    /// <summary>Takes over what another one keeps, in the same memory.</summary>
    public void Share(TorchCast other) => _kept = other._kept?.Detach().DetachFromScope();

    /// <summary>Frees what was kept.</summary>
    public void Drop()
    {
        _kept?.Dispose();
        _kept = null;
    }
}
