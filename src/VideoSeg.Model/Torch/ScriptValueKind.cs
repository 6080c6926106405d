namespace VideoSeg.Model.Torch;

/// <summary>What a value of TorchScript is.</summary>
public enum ScriptValueKind
{
    /// <summary>A tensor.</summary>
    Tensor,

    /// <summary>A tuple or a list.</summary>
    Sequence,

    /// <summary>A dict.</summary>
    Dictionary,

    /// <summary>Anything else: a number, text, an object, None.</summary>
    Other,
}
