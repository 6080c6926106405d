namespace VideoSeg.Model.OneDnn.Lowering;

/// <summary>What an instruction of a pass does; the numbers are those of native/onednn.</summary>
internal enum PassOperation
{
    Load = 0,
    Store = 1,
    Add = 2,
    Multiply = 3,
    Affine = 4,
    Factor = 5,
    Relu = 6,
    Mean = 7,
}
