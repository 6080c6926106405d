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
    /// <param name="cancellationToken">Ends the run after the current step or batch of the hold-out, with a checkpoint; before the first step without.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled; it can be resumed.</exception>
    /// <exception cref="VideoSegException">Recipe, data or run folder are not as they should be, or the loss stopped being a number.</exception>
    public TrainingResult Run(IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        ComputeTarget target = ComputeTarget.Resolve(options, config.Precision);
        NetworkGraph graph = ArchitectureCatalog.Build(config.Architecture, config.Classes.Length);
        graph = config.DeepSupervision > 0 ? AuxiliaryHeads.Add(graph) : graph;
        RunFolder folder = RunFolder.Open(options.RunFolder, config, options.Resume);
        TrainingData data = TrainingData.Open(config, options.DataFolder, options.RecipeFolder, cancellationToken);
        TorchRuntime.KeepFreedMemory();
        try
        {
            return Train(graph, target, data, folder, progress, cancellationToken);
        }
        finally
        {
            TorchRuntime.KeepFreedMemory(false);
        }
    }

    /// <summary>Whether the folder <paramref name="runFolder"/> holds a run, which can then be resumed.</summary>
    public static bool CanResume(string runFolder) => RunFolder.HoldsRun(runFolder);

    /// <summary>
    /// What the paths of the recipe in the file <paramref name="config"/> are relative to: its folder or, of the recipe kept in a run's folder, that of the one
    /// the run was begun with.
    /// </summary>
    /// <exception cref="VideoSegException">It is kept in a run's folder and cannot be read (<see cref="FaultKind.Input"/>).</exception>
    public static string RecipeFolderOf(string config) => RunFolder.RecipeFolderOf(config);

    private TrainingResult Train(
        NetworkGraph graph, ComputeTarget target, TrainingData data, RunFolder folder, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        using TensorScope scope = TensorScope.Enter();
        bool goesOn = options.Resume && File.Exists(folder.Checkpoint);
        WeightSet initial = goesOn || config.InitialWeights is null ? WeightInitializer.Create(graph, (ulong)config.Seed) : ReadInitial(graph, config.InitialWeights);
        using var state = new TrainingState(graph, initial, config, target.Device);
        using Teachers? teachers = Teachers.Open(config, options.RecipeFolder, target.Device);
        TrainingPosition position = goesOn ? TrainingCheckpoint.Read(folder, state) : new();

        IReadOnlyList<TrainingInput> inputs = TrainingInput.Of(config, options.DataFolder, options.RecipeFolder, hasBegun: goesOn);
        IEnumerable<string> networks = !goesOn && config.InitialWeights is { } first ? config.Distillation.Teachers.Prepend(first) : config.Distillation.Teachers;
        HoldoutSeen.Report(networks.Select(file => Path.Combine(options.RecipeFolder, file)), data.Holdout, options.Notes);

        // Last: what is refused before leaves no folder behind that would be in the way of the next attempt.
        folder.Begin(config, options.RecipeFolder, inputs, data);
        return new TrainingRun(config, options.CheckpointInterval, target, folder, data, state, teachers, position, progress, time).Execute(cancellationToken);
    }

    private WeightSet ReadInitial(NetworkGraph graph, string path) =>
        InitialWeights.Read(Path.GetFullPath(Path.Combine(options.RecipeFolder, path)), graph, (ulong)config.Seed, options.Notes);
}
