using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Training;

/// <summary>Networks that were trained before, whose mean probability a new one learns from besides the truth. Owns them; one thread.</summary>
internal sealed class Teachers : IDisposable
{
    private readonly TorchNetwork[] _networks;

    private Teachers(TorchNetwork[] networks) => _networks = networks;

    /// <summary>Opens the recipe's teachers; null where it names none.</summary>
    /// <exception cref="VideoSegException">A file cannot be read or is of other classes (<see cref="FaultKind.Input"/>).</exception>
    public static Teachers? Open(TrainingConfig config, string recipeFolder, Device device)
    {
        var networks = new List<TorchNetwork>();
        try
        {
            foreach (string file in config.Distillation.Teachers)
            {
                ModelFile model = ModelFile.Open(Path.Combine(recipeFolder, file));
                if (!model.Metadata.Classes.AsSpan().SequenceEqual(config.Classes.AsSpan()))
                {
                    throw new VideoSegException(FaultKind.Input,
                        $"{model.Path}: expected a teacher of the recipe's classes, {string.Join(", ", config.Classes)}; found {string.Join(", ", model.Metadata.Classes)}");
                }

                networks.Add(new TorchNetwork(model.Graph, model.Weights, device, trainable: false));
            }
        }
        catch
        {
            networks.ForEach(network => network.Dispose());
            throw;
        }

        return networks.Count == 0 ? null : new Teachers([.. networks]);
    }

    /// <summary>The mean of the teachers' probabilities, f32 [N, K, H, W], without gradient; the caller's scope owns it.</summary>
    /// <param name="images">f32 [N, 3, H, W].</param>
    /// <param name="type">Type of the arithmetic.</param>
    public Tensor Probabilities(Tensor images, ScalarType type)
    {
        using IDisposable guard = Autograd.NoGrad();
        using TensorScope scope = TensorScope.Enter();
        Tensor? sum = null;
        foreach (TorchNetwork network in _networks)
        {
            Tensor logits = network.Forward(images, training: false, type);
            Tensor shares = ClassProbabilities.Of(logits);
            sum = sum is null ? shares : sum.Add(shares);
        }

        return scope.Keep(sum!.Mul(1.0 / _networks.Length));
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_networks, network => network.Dispose());
}
