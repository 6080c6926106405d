namespace VideoSeg.Model.Torch;

public sealed partial class Tensor
{
    /// <summary>The scope that owns the tensor; null where the caller does.</summary>
    internal TensorScope? Scope { get; set; }

    /// <summary>The tensor's place in its scope's list.</summary>
    internal int ScopeIndex { get; set; }

    /// <summary>Lets the tensor outlive its scope: the enclosing scope owns it then or, where there is none, the caller.</summary>
    /// <returns>This tensor.</returns>
    public Tensor MoveToOuterScope()
    {
        Scope?.Release(this, toOuter: true);
        return this;
    }

    /// <summary>Takes the tensor out of all scopes: the caller owns it.</summary>
    /// <returns>This tensor.</returns>
    public Tensor DetachFromScope()
    {
        Scope?.Release(this, toOuter: false);
        return this;
    }
}
