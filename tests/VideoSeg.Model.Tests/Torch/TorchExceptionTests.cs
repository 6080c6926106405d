using VideoSeg.Model.Torch;
using Xunit;

namespace VideoSeg.Model.Tests.Torch;

public sealed class TorchExceptionTests
{
    [Fact]
    public void NativeFailure_ArrivesWithLibtorchsMessageWithoutBackTrace()
    {
        using Tensor left = Tensor.Zeros([2, 3]);
        using Tensor right = Tensor.Zeros([4, 5]);

        var e = Assert.Throws<TorchException>(() => left.Matmul(right));

        Assert.Contains("mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("frame #", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception raised from", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NativeFailure_LeavesTheLibraryUsable()
    {
        using Tensor tensor = Tensor.Zeros([2]);
        Assert.Throws<TorchException>(() => tensor.View(3));

        using Tensor sum = tensor.Add(1).Sum();

        Assert.Equal(2, sum.Item());
    }

    [Fact]
    public void Empty_LargerThanMemory_SaysSoToAPerson()
    {
        var e = Assert.Throws<VideoSegException>(() => Tensor.Empty([1L << 45]));

        Assert.Equal(FaultKind.Engine, e.Kind);
        Assert.Contains("too little free memory", e.Message, StringComparison.Ordinal);
    }
}
