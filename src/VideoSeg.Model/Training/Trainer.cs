using VideoSeg.Model.Architectures;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Training;

/// <summary>
/// Trains a network by a recipe. A run can be killed at any moment and resumed: samples, their order and their augmentation follow
/// from seed, epoch and step alone, and everything else is in the checkpoint, so a resumed run takes the same steps.
/// </summary>
public sealed class Trainer(TrainingConfig config, TrainerOptions options, TimeProvider time)
{
    /// <summary>Runs to the end of the recipe. Blocks: give it a thread of its own, on which all native calls are then made.</summary>
    /// <param name="progress">Told after every step and every epoch; called on the training thread.</param>
    /// <param name="cancellationToken">Ends the run after the current step, with a checkpoint.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled; it can be resumed.</exception>
    /// <exception cref="VideoSegException">Recipe, data or run folder are not as they should be, or the loss stopped being a number.</exception>
    public TrainingResult Run(IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        TorchRuntime.SetThreads(options.Threads > 0 ? options.Threads : Environment.ProcessorCount);
        NetworkGraph graph = ArchitectureCatalog.Build(config.Architecture, classes: 1);
        TrainingData data = TrainingData.Open(config, options.DataFolder);
        RunFolder folder = RunFolder.Open(options.RunFolder, config, options.Resume);
        folder.Write(folder.Holdout, string.Concat(data.Holdout.Select(sample => sample.Name + "\n")));

        TorchRuntime.KeepFreedMemory();
        try
        {
            return Train(graph, data, folder, progress, cancellationToken);
        }
        finally
        {
            TorchRuntime.KeepFreedMemory(false);
        }
    }

    private TrainingResult Train(NetworkGraph graph, TrainingData data, RunFolder folder, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        using TensorScope scope = TensorScope.Enter();
        bool goesOn = options.Resume && File.Exists(folder.Checkpoint);
        WeightSet initial = goesOn || config.InitialWeights is null ? WeightInitializer.Create(graph, (ulong)config.Seed) : ReadInitial(graph);
        using var state = new TrainingState(graph, initial, config, options.Device);
        TrainingPosition position = goesOn ? TrainingCheckpoint.Read(folder, state) : new();
        return new TrainingRun(config, options, folder, data, state, position, progress, time).Execute(cancellationToken);
    }

    private WeightSet ReadInitial(NetworkGraph graph)
    {
        string path = Path.GetFullPath(Path.Combine(options.RecipeFolder, config.InitialWeights!));
        WeightSet weights = SafetensorsFile.Read(path);
        WeightDifferences.Between(graph, weights).ThrowIfAny(path, config.Architecture);
        return weights;
    }
}
