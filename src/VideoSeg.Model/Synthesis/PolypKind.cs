namespace VideoSeg.Model.Synthesis;

/// <summary>The shape of a polyp, in the terms of the Paris classification.</summary>
public enum PolypKind
{
    /// <summary>Sessile (Is): a dome that sits broadly on the wall.</summary>
    Sessile,

    /// <summary>Pedunculated (Ip): a head on a stalk.</summary>
    Pedunculated,

    /// <summary>Slightly elevated (IIa): wide and low.</summary>
    Elevated,
}
