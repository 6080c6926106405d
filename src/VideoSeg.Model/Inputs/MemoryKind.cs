namespace VideoSeg.Model.Inputs;

/// <summary>Which memory the pointers of a picture point into.</summary>
public enum MemoryKind
{
    /// <summary>Memory of the host.</summary>
    Host,

    /// <summary>Memory of a CUDA device.</summary>
    Cuda,
}
