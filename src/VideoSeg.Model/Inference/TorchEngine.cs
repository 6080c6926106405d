using System.Diagnostics;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Inference;

/// <summary>
/// Pictures to probabilities on libtorch, synchronously. Confined to the engine's thread, from construction to disposal.
/// </summary>
internal sealed class TorchEngine : IDisposable
{
    private readonly TorchNetwork _network;
    private readonly InputConverter _converter;
    private Tensor? _input;

    public TorchEngine(TorchEngineSettings settings)
    {
        Settings = settings;
        TorchRuntime.SetThreads(settings.Threads == 0 ? Environment.ProcessorCount : settings.Threads);
        _converter = new InputConverter(settings.Metadata.InputWidth, settings.Metadata.InputHeight);
        _network = new TorchNetwork(settings.Network.Graph, settings.Network.Weights, settings.Device, trainable: false);
    }

    public TorchEngineSettings Settings { get; }

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
        Tensor logits = _network.Forward(input.To(Settings.Device), training: false, Settings.ComputeType);
        Tensor probabilities = logits.Size(1) == 1 ? logits.Sigmoid_() : logits.Softmax(1);
        var segmentation = new Segmentation(pictures.Length, Settings.Metadata.Classes.Length, _converter.Width, _converter.Height)
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
