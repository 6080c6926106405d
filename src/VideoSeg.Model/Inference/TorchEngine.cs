using System.Diagnostics;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Inference;

/// <summary>Pictures to probabilities on libtorch.</summary>
internal sealed class TorchEngine : ISegmentationEngine
{
    private readonly TorchNetwork _network;
    private readonly InputConverter _converter;
    private Tensor? _input;

    public TorchEngine(string name, TorchEngineSettings settings)
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
            EngineSegmenter.MaxBatch) { Threshold = settings.Metadata.Threshold, Colors = settings.Metadata.Colors };
        TorchDevices.UseThreads(settings.Threads);
        _converter = new InputConverter(settings.Metadata.InputWidth, settings.Metadata.InputHeight);
        _network = new TorchNetwork(settings.Network.Graph, settings.Network.Weights, settings.Device, trainable: false);
    }

    public TorchEngineSettings Settings { get; }

    /// <inheritdoc/>
    public SegmenterInfo Info { get; }

    /// <inheritdoc/>
    public Segmentation Segment(ReadOnlySpan<ImagePlanes> pictures)
    {
        using IDisposable inference = Autograd.InferenceMode();
        using var scope = TensorScope.Enter();
        long start = Stopwatch.GetTimestamp();
        Tensor input = Input(pictures.Length);
        Span<float> values = input.AsSpan<float>();
        for (int i = 0; i < pictures.Length; i++)
        {
            _converter.Convert(pictures[i], values.Slice(i * _converter.Length, _converter.Length));
        }

        TimeSpan preprocess = Stopwatch.GetElapsedTime(start);
        start = Stopwatch.GetTimestamp();
        Tensor probabilities = Probabilities(_network.ForwardAll(input.To(Settings.Device), training: false, Settings.ComputeType));
        var segmentation = new Segmentation(pictures.Length, (int)probabilities.Size(1), _converter.Width, _converter.Height)
        {
            PreprocessTime = preprocess,
        };
        try
        {
            probabilities.CopyTo(segmentation.Probabilities);
        }
        catch
        {
            segmentation.Dispose();
            throw;
        }

        segmentation.InferenceTime = Stopwatch.GetElapsedTime(start);
        return segmentation;
    }

    public void Dispose()
    {
        _input?.Dispose();
        _network.Dispose();
    }

    /// <summary>The mean over the outputs.</summary>
    private Tensor Probabilities(IReadOnlyList<Tensor> outputs)
    {
        Tensor? sum = null;
        foreach (Tensor logits in outputs)
        {
            RequireFinite(logits);
            Tensor probabilities = Probabilities(logits);
            sum = sum is null ? probabilities : sum.Add(probabilities);
        }

        return outputs.Count == 1 ? sum! : sum!.Div_(outputs.Count);
    }

    /// <summary>One plane stands against the background that it leaves unsaid; of several the first is the background's and is left out (<see cref="ClassNames"/>).</summary>
    private static Tensor Probabilities(Tensor logits) =>
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

    /// <summary>The tensor that the pictures are converted into, kept while batches have the same number of pictures.</summary>
    private Tensor Input(int count)
    {
        if (_input?.Size(0) != count)
        {
            _input?.Dispose();
            _input = null;
            _input = Tensor.Empty([count, 3, _converter.Height, _converter.Width]).DetachFromScope();
        }

        return _input;
    }
}
