namespace VideoSeg.Model.OneDnn.Lowering;

/// <summary>How a value's pixels belong to those of a pass; the numbers are those of native/onednn.</summary>
internal enum PassAccess
{
    /// <summary>One to one.</summary>
    Same = 0,

    /// <summary>Each pixel read is four of the pass: nearest-neighbour upsampling.</summary>
    Doubled = 1,

    /// <summary>Four pixels read, of which the largest counts, are one of the pass: max pooling.</summary>
    Pooled = 2,

    /// <summary>Four maps, one for each phase of the pass's pixels.</summary>
    Phases = 3,

    /// <summary>Every second pixel of every second row is written.</summary>
    EverySecond = 4,

    /// <summary>Each pixel of the pass lies between four read: bilinear upsampling, pixel centres at half-integers.</summary>
    Bilinear = 5,

    /// <summary>The same, corner pixels on the corners.</summary>
    BilinearCorners = 6,
}
