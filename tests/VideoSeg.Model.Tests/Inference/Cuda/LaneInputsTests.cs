using VideoSeg.Model.Cuda;
using VideoSeg.Model.Inference.Cuda;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Tests.Torch;
using VideoSeg.Model.Torch;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Inference.Cuda;

[Collection(LeakCollection.Name)]
public sealed class LaneInputsTests : IDisposable
{
    private const int Width = 96, Height = 64;

    private readonly long _alive = Tensor.LiveCount;
    private readonly ProcessorQueue _queue = new(Device.Cpu);

    [Fact]
    public void Create_KernelsThatAgree_AreTaken()
    {
        using var memory = new KernelMemory("host");
        using ILaneInput input = LaneInputs.Create(_queue, Width, Height, () => new KernelInput(memory.Kernels, _queue, Width, Height));

        Assert.IsType<KernelInput>(input);
        Assert.Empty(input.Notice);
    }

    [Theory]
    [InlineData(0.001f)]
    [InlineData(float.NaN)]
    public void Create_KernelsThatDisagree_AreLeftAndTold(float fault)
    {
        var wrong = new WrongInput(_queue, fault);

        using ILaneInput input = LaneInputs.Create(_queue, Width, Height, () => wrong);

        Assert.IsType<ConvertedInput>(input);
        Assert.StartsWith("pictures are converted on the processor, not by the CUDA kernels: they differ from the processor by ", input.Notice, StringComparison.Ordinal);
        Assert.True(wrong.IsDisposed);
    }

    [Fact]
    public void Create_KernelsThatFail_AreLeftAndTold()
    {
        using ILaneInput input = LaneInputs.Create(_queue, Width, Height, () => throw new VideoSegException(FaultKind.Engine, "expected another GPU"));

        Assert.IsType<ConvertedInput>(input);
        Assert.EndsWith("not by the CUDA kernels: expected another GPU", input.Notice, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_OnTheProcessor_ConvertsThereWithoutAWord()
    {
        using ILaneInput input = LaneInputs.Create(_queue, Width, Height);

        Assert.IsType<ConvertedInput>(input);
        Assert.Empty(input.Notice);
    }

    public void Dispose()
    {
        _queue.Dispose();
        Assert.Equal(_alive, Tensor.LiveCount);
    }

    /// <summary>Fills in what the processor does, with a fault in the last value.</summary>
    private sealed class WrongInput(ILaneQueue queue, float fault) : ILaneInput
    {
        private readonly ConvertedInput _right = new(queue, Width, Height);

        public string Notice => "";

        public bool IsDisposed { get; private set; }

        public void Fill(ReadOnlySpan<ImagePlanes> pictures, Tensor target)
        {
            _right.Fill(pictures, target);
            target.AsSpan<float>()[^1] += fault;
        }

        public void Dispose()
        {
            _right.Dispose();
            IsDisposed = true;
        }
    }
}
