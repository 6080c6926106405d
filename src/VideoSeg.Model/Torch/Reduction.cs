namespace VideoSeg.Model.Torch;

/// <summary>What a loss does with its values, one for each element.</summary>
public enum Reduction
{
    /// <summary>Returns them all.</summary>
    None = 0,

    /// <summary>Their mean.</summary>
    Mean = 1,

    /// <summary>Their sum.</summary>
    Sum = 2,
}
