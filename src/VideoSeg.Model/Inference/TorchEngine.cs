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
            Precisions.NameOf(settings.ComputeType),
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

    /// <summary>One plane stands against the background that it leaves unsaid; of several the first is the background's and is left out (<see cref="ClassNames"/>).</summary>
    internal static Tensor Activate(Tensor logits) =>
        logits.Size(1) == 1 ? logits.Sigmoid_() : logits.Softmax(1).Narrow(1, 1, logits.Size(1) - 1);

    /// <summary>The fault of a network whose results are not finite.</summary>
    internal static VideoSegException Overflow(string weights, ScalarType type)
    {
        string remedy = type switch
        {
            ScalarType.Float32 => "use other weights",
            ScalarType.Float16 => "use --precision bf16 or f32, or other weights",
            _ => "use --precision f32 or other weights",
        };
        return new VideoSegException(FaultKind.Engine,
            $"expected finite numbers from the network, found NaN or infinity: the weights {weights} overflow in {type}; {remedy}");
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

    /// <summary>NaN lies below every threshold: let through, it would look like "no polyp".</summary>
    private void RequireFinite(Tensor logits)
    {
        if (logits.IsFinite().All().Item() == 0)
        {
            throw Overflow(Settings.Metadata.Name, Settings.ComputeType);
        }
    }
}
