namespace VideoSeg.Model.Inference;

/// <summary>Cells next to each other in a row that reach the threshold: <c>[Start, End)</c>.</summary>
public struct CellRun
{
    /// <summary>The row, from 0.</summary>
    public int Row { get; internal set; }

    /// <summary>The first cell.</summary>
    public int Start { get; internal set; }

    /// <summary>The cell behind the last one.</summary>
    public int End { get; internal set; }

    /// <summary>Index of its component. While runs are joined: another run of the same component.</summary>
    public int Component { get; internal set; }
}
