using VideoSeg.Model.Inputs;
using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Inference.Cuda;

/// <summary>Converts the pictures on the processor, as every other engine does, into memory that the device copies from by itself.</summary>
internal sealed class ConvertedInput : ILaneInput
{
    private readonly InputConverter _converter;
    private readonly Tensor _host;
    private readonly BatchViews _views;

    public ConvertedInput(ILaneQueue queue, int width, int height, string notice = "")
    {
        Notice = notice;
        _converter = new InputConverter(width, height);
        _host = queue.AllocateHost([EngineSegmenter.MaxBatch, 3, height, width]);
        _views = new BatchViews(_host);
    }

    public string Notice { get; }

    public void Fill(ReadOnlySpan<ImagePlanes> pictures, Tensor target)
    {
        Span<float> values = _host.AsSpan<float>();
        for (int i = 0; i < pictures.Length; i++)
        {
            _converter.Convert(pictures[i], values.Slice(i * _converter.Length, _converter.Length));
        }

        target.Copy_(_views[pictures.Length], nonBlocking: true);
    }

    public void Dispose()
    {
        _views.Dispose();
        _host.Dispose();
    }
}
