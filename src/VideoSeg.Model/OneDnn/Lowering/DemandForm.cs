namespace VideoSeg.Model.OneDnn.Lowering;

/// <summary>The form in which a value is written.</summary>
internal enum DemandForm
{
    /// <summary>As passes read it.</summary>
    Plain,

    /// <summary>As convolutions read it.</summary>
    Typed,

    /// <summary>As convolutions read it, every second pixel of every second row.</summary>
    TypedEverySecond,
}
