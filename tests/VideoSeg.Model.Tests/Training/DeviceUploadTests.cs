using VideoSeg.Model.Torch;
using VideoSeg.Model.Training;
using Xunit;

namespace VideoSeg.Model.Tests.Training;

public class DeviceUploadTests
{
    [Fact]
    public void Of_NumbersForTheProcessor_AreThere()
    {
        using TensorScope scope = TensorScope.Enter();
        Assert.Equal([1.5f, -2, 3], DeviceUpload.Of<float>([1.5f, -2, 3], [3, 1], Device.Cpu).ToArray<float>());
    }

    [Fact]
    public void Of_NumbersForAGpu_ArriveAfterTheHostHasLetThemGo()
    {
        Assert.SkipUnless(TorchRuntime.CudaIsAvailable, "needs a CUDA GPU and a libtorch with CUDA");
        var sent = new List<Tensor>();
        for (int i = 0; i < 200; i++)
        {
            using TensorScope scope = TensorScope.Enter();
            sent.Add(DeviceUpload.Of<float>([.. Enumerable.Repeat((float)i, 4096)], [4096], new Device(DeviceKind.Cuda, 0)).DetachFromScope());
        }

        Assert.All(sent, (tensor, i) => Assert.All(tensor.ToArray<float>(), value => Assert.Equal(i, value)));
        sent.ForEach(tensor => tensor.Dispose());
    }
}
