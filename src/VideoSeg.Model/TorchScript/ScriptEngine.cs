using VideoSeg.Model.Inference;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.TorchScript;

/// <summary>Pictures to probabilities by a TorchScript module.</summary>
internal sealed class ScriptEngine : TensorEngine
{
    /// <summary>The executor of TorchScript watches the first run of a module and rewrites it for the second.</summary>
    private const int WarmUpRuns = 2;

    private readonly ScriptFile _file;
    private readonly Device _device;
    private readonly ScriptModule _module;
    private readonly ScriptOutput _output;
    private readonly Tensor? _mean;
    private readonly Tensor? _deviation;

    public ScriptEngine(ScriptFile file, Device device, int threads)
        : base(file.Metadata.InputWidth, file.Metadata.InputHeight)
    {
        (_file, _device) = (file, device);
        ModelMetadata metadata = file.Metadata;
        Info = new SegmenterInfo(
            ScriptSegmenter.Name, "own", device.ToString(), metadata.Name, metadata.InputWidth, metadata.InputHeight, ClassNames.Foreground(metadata.Classes),
            EngineSegmenter.MaxBatch) { Threshold = metadata.Threshold, MinArea = metadata.MinArea, Colors = metadata.Colors };
        TorchDevices.UseThreads(threads);
        _output = new ScriptOutput(file);
        _module = Load();
        try
        {
            if (!file.Description.IsPlain)
            {
                _mean = Channels(file.Description.Mean);
                _deviation = Channels(file.Description.StandardDeviation);
            }

            WarmUp();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override SegmenterInfo Info { get; }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _mean?.Dispose();
        _deviation?.Dispose();
        _module.Dispose();
    }

    /// <inheritdoc/>
    protected override Tensor Probabilities(Tensor input) => Run(input, FaultKind.Engine);

    private ScriptModule Load()
    {
        try
        {
            return ScriptModule.Load(_file.Path, _device);
        }
        catch (TorchException e)
        {
            throw new VideoSegException(FaultKind.Input, $"{_file.Path}: libtorch {TorchRuntime.Version} cannot load it as TorchScript: {ScriptMessage.Of(e.Message)}", e);
        }
    }

    private void WarmUp()
    {
        using IDisposable inference = Autograd.InferenceMode();
        for (int run = 0; run < WarmUpRuns; run++)
        {
            using var scope = TensorScope.Enter();
            Run(Input(1).Fill_(0.5), FaultKind.Input);
        }
    }

    private Tensor Run(Tensor input, FaultKind kind)
    {
        try
        {
            Tensor x = input.To(_device);
            x = _mean is null ? x : x.Sub(_mean).Div(_deviation!);
            x = _file.Description.ChannelOrder == ChannelOrder.Bgr ? x.Flip(1) : x;
            using ScriptValue value = _module.Forward(x);
            return _output.Probabilities(value, input.Size(0), kind);
        }
        catch (TorchException e)
        {
            throw new VideoSegException(kind,
                $"{_file.Path}: the program failed on an input of [{string.Join(", ", input.Shape)}]: {ScriptMessage.Of(e.Message)}", e);
        }
    }

    private Tensor Channels(IEnumerable<double> values)
    {
        using Tensor here = Tensor.FromData<float>([.. values.Select(value => (float)value)], [1, 3, 1, 1]);
        return here.To(_device);
    }
}
