namespace VideoSeg.Model.Inference;

/// <summary>Cells at or above the threshold that touch by a side or a corner.</summary>
public struct CellComponent
{
    /// <summary>Which one it is, from 0.</summary>
    public int Index { get; internal set; }

    /// <summary>How many cells there are, at least 1.</summary>
    public int Cells { get; internal set; }

    /// <summary>The sum of their probabilities.</summary>
    public double ProbabilitySum { get; internal set; }
}
