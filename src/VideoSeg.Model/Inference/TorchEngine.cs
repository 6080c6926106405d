using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Inference;

/// <summary>Pictures to probabilities on libtorch.</summary>
internal sealed class TorchEngine : TensorEngine
{
    private readonly TorchNetwork _network;

    public TorchEngine(string name, TorchEngineSettings settings)
        : base(settings.Metadata.InputWidth, settings.Metadata.InputHeight)
    {
        Settings = settings;
        Info = new SegmenterInfo(
            name,
            settings.ComputeType == ScalarType.BFloat16 ? "bf16" : "f32",
            settings.Device.ToString(),
            settings.Metadata.Name,
            settings.Metadata.InputWidth,
            settings.Metadata.InputHeight,
            ClassNames.Foreground(settings.Metadata.Classes),
            EngineSegmenter.MaxBatch) { Threshold = settings.Metadata.Threshold, MinArea = settings.Metadata.MinArea, Colors = settings.Metadata.Colors };
        TorchDevices.UseThreads(settings.Threads);
        _network = new TorchNetwork(settings.Network.Graph, settings.Network.Weights, settings.Device, trainable: false);
    }

    public TorchEngineSettings Settings { get; }

    /// <inheritdoc/>
    public override SegmenterInfo Info { get; }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _network.Dispose();
    }

    /// <summary>The mean over the network's outputs.</summary>
    protected override Tensor Probabilities(Tensor input)
    {
        IReadOnlyList<Tensor> outputs = _network.ForwardAll(input.To(Settings.Device), training: false, Settings.ComputeType);
        Tensor? sum = null;
        foreach (Tensor logits in outputs)
        {
            RequireFinite(logits);
            Tensor probabilities = Activate(logits);
            sum = sum is null ? probabilities : sum.Add(probabilities);
        }

        return outputs.Count == 1 ? sum! : sum!.Div_(outputs.Count);
    }

    /// <summary>One plane stands against the background that it leaves unsaid; of several the first is the background's and is left out (<see cref="ClassNames"/>).</summary>
    private static Tensor Activate(Tensor logits) =>
        logits.Size(1) == 1 ? logits.Sigmoid_() : logits.Softmax(1).Narrow(1, 1, logits.Size(1) - 1);

    /// <summary>NaN lies below every threshold: let through, it would look like "no polyp".</summary>
    private void RequireFinite(Tensor logits)
    {
        if (logits.IsFinite().All().Item() == 0)
        {
            string remedy = Settings.ComputeType == ScalarType.Float32 ? "use other weights" : "use --precision f32 or other weights";
            throw new VideoSegException(FaultKind.Engine,
                $"expected finite numbers from the network, found NaN or infinity: the weights {Settings.Metadata.Name} overflow in {Settings.ComputeType}; {remedy}");
        }
    }
}
