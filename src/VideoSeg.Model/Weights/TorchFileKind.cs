namespace VideoSeg.Model.Weights;

/// <summary>What a file that PyTorch may have written is, as its outside tells.</summary>
public enum TorchFileKind
{
    /// <summary>Nothing that PyTorch writes, or no file at all.</summary>
    None,

    /// <summary>A TorchScript program with its tensors: <c>torch.jit.save</c>.</summary>
    Script,

    /// <summary>Tensors by name: <c>torch.save</c> of PyTorch 1.6 or later.</summary>
    Checkpoint,

    /// <summary>A pickle: <c>torch.save</c> from before PyTorch 1.6.</summary>
    OldCheckpoint,

    /// <summary>A zip archive of something else.</summary>
    OtherArchive,

    /// <summary>It begins as a zip archive and is none: cut short or damaged.</summary>
    DamagedArchive,
}
