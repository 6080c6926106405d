namespace VideoSeg.Model.Cuda;

/// <summary>How an operand's pixels belong to those of a combination; the numbers are those of native/cuda.</summary>
public enum CudaAccess
{
    /// <summary>One to one.</summary>
    Same = 0,

    /// <summary>Half as high and wide; each pixel is read four times: nearest-neighbour upsampling.</summary>
    Doubled = 1,

    /// <summary>Four maps half as high and wide, one for each phase (row, column) of the pixels: (0,0), (0,1), (1,0), (1,1).</summary>
    Phases = 2,
}
