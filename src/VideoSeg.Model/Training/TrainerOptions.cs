namespace VideoSeg.Model.Training;

/// <summary>How a run is carried out; nothing here changes its outcome on the same machine.</summary>
public sealed record TrainerOptions
{
    /// <summary>Folder that the recipe's data paths are relative to.</summary>
    public required string DataFolder { get; init; }

    /// <summary>
    /// Folder of the recipe (<see cref="Trainer.RecipeFolderOf"/>), that <see cref="TrainingConfig.InitialWeights"/> and
    /// <see cref="DistillationOptions.Teachers"/> are relative to, and split files that begin with <c>./</c> or <c>../</c>. Default the current one.
    /// </summary>
    public string RecipeFolder { get; init; } = ".";

    /// <summary>Folder of the run.</summary>
    public required string RunFolder { get; init; }

    /// <summary>Goes on with the run in <see cref="RunFolder"/>.</summary>
    public bool Resume { get; init; }

    /// <summary>Where to compute: <c>auto</c> (CUDA if there is a GPU, else the CPU), <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>. Default <c>auto</c>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>
    /// CPU threads; 0 for libtorch's own number: <c>OMP_NUM_THREADS</c>, else one a physical core. Another number may change the last digits
    /// of the results. Default 0.
    /// </summary>
    public int Threads { get; init; }

    /// <summary>Told, on the training thread, what a person should know before the first step; null for nobody. Default null.</summary>
    public IProgress<string>? Notes { get; init; }

    /// <summary>Longest time between checkpoints; one is also written after each epoch. Default 5 minutes.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMinutes(5);
}
