using System.Diagnostics;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.OneDnn.Lowering;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.OneDnn;

/// <summary>
/// Pictures to probabilities on oneDNN. The pictures of a batch go through the network one after the other: on a processor nothing is gained
/// by more at once, and the values of one stay in its caches. Once warm a call allocates nothing but its result.
/// </summary>
internal sealed class OneDnnEngine : ISegmentationEngine
{
    private readonly OneDnnProgram _program;
    private readonly long _result;
    private readonly InputConverter _converter;
    private readonly float[] _input;
    private readonly float[] _logits;
    private readonly float[] _single;
    private readonly int _planes;

    /// <summary>Prepares the network.</summary>
    /// <param name="name">Name of the engine.</param>
    /// <param name="settings">What it runs.</param>
    /// <param name="like">An engine of the same settings, to share with what never changes; null for none.</param>
    public OneDnnEngine(string name, OneDnnEngineSettings settings, OneDnnEngine? like = null)
    {
        ModelMetadata metadata = settings.Metadata;
        EnginePlan plan = Plan(settings);
        _program = plan.Build(settings.Threads, like?._program);
        _result = plan.Result.Offset;
        _converter = new InputConverter(metadata.InputWidth, metadata.InputHeight);
        _input = GC.AllocateUninitializedArray<float>(_converter.Length, pinned: true);
        _planes = settings.Network.Graph.OutputChannels;
        int pixels = _converter.Width * _converter.Height, outputs = settings.Network.Graph.Outputs.Length;
        _logits = GC.AllocateUninitializedArray<float>(outputs * _planes * pixels, pinned: true);
        _single = outputs == 1 ? [] : GC.AllocateUninitializedArray<float>(Math.Max(1, _planes - 1) * pixels);
        Info = new SegmenterInfo(
            name,
            CpuPrecision.NameOf(settings.Precision),
            "cpu",
            metadata.Name,
            metadata.InputWidth,
            metadata.InputHeight,
            ClassNames.Foreground(metadata.Classes),
            EngineSegmenter.MaxBatch) { Reason = settings.Reason, Threshold = metadata.Threshold, MinArea = metadata.MinArea, Colors = metadata.Colors };
    }

    /// <inheritdoc/>
    public SegmenterInfo Info { get; }

    /// <summary>The steps for these settings on this processor.</summary>
    public static EnginePlan Plan(OneDnnEngineSettings settings) => NetworkLowering.Lower(
        settings.Network,
        LoweringOptions.ForThisProcessor(settings.Metadata.InputHeight, settings.Metadata.InputWidth) with { Precision = settings.Precision, Ranges = settings.Ranges });

    /// <inheritdoc/>
    public Segmentation Segment(ReadOnlySpan<ImagePlanes> pictures)
    {
        var segmentation = new Segmentation(pictures.Length, Math.Max(1, _planes - 1), _converter.Width, _converter.Height);
        try
        {
            long preprocess = 0, inference = 0;
            int length = segmentation.Probabilities.Length / pictures.Length;
            for (int i = 0; i < pictures.Length; i++)
            {
                long start = Stopwatch.GetTimestamp();
                _converter.Convert(pictures[i], _input);
                long converted = Stopwatch.GetTimestamp();
                _program.Run(_input, _result, _logits);
                if (!Probabilities.MeanFromLogits(_logits, _planes, segmentation.Probabilities.Slice(i * length, length), _single))
                {
                    throw new VideoSegException(FaultKind.Engine,
                        $"expected finite numbers from the network, found NaN or infinity: the weights {Info.Model} overflow in {Info.Precision}; use other weights");
                }

                preprocess += converted - start;
                inference += Stopwatch.GetTimestamp() - converted;
            }

            segmentation.PreprocessTime = Stopwatch.GetElapsedTime(0, preprocess);
            segmentation.InferenceTime = Stopwatch.GetElapsedTime(0, inference);
            return segmentation;
        }
        catch
        {
            segmentation.Dispose();
            throw;
        }
    }

    public void Dispose() => _program.Dispose();
}
