using VideoSeg.Model.Torch;
using Xunit;

namespace VideoSeg.Model.Tests.Torch;

public sealed class CudaTests
{
    [Fact]
    public void CudaMembers_WithoutCuda_SayThatItIsMissing()
    {
        Assert.SkipWhen(TorchRuntime.CudaIsAvailable, "there is a CUDA device, so nothing is missing");
        using Tensor tensor = Tensor.Zeros([1]);

        Assert.Equal(0, TorchRuntime.CudaDeviceCount);
        Assert.All<Action>(
            [
                () => tensor.To(Device.Cuda()),
                () => Tensor.Zeros([1], device: Device.Cuda()),
                () => CudaStream.Create(Device.Cuda()),
                () => new CudaEvent(Device.Cuda()).Dispose(),
                () => TorchRuntime.CudaDeviceName(0),
                () => TorchRuntime.Synchronize(Device.Cuda()),
            ],
            act =>
            {
                var e = Assert.Throws<VideoSegException>(act);
                Assert.Equal(FaultKind.Engine, e.Kind);
                Assert.Contains("CUDA", e.Message, StringComparison.Ordinal);
            });
    }

    [Fact]
    public void Stream_WithPinnedMemory_CopiesAndComputesBesideTheDefaultOne()
    {
        RequireCuda();
        using var scope = TensorScope.Enter();
        using var stream = CudaStream.Create(Device.Cuda());
        using var start = new CudaEvent(Device.Cuda(), timing: true);
        using var end = new CudaEvent(Device.Cuda(), timing: true);
        Tensor host = Tensor.Full([1 << 20], 2).PinMemory();
        Tensor result;
        using (stream.MakeCurrent())
        {
            start.Record(stream);
            result = host.To(Device.Cuda(), nonBlocking: true).Mul(3);
            end.Record(stream);
        }

        end.Synchronize();
        Assert.True(host.IsPinned);
        Assert.True(end.IsDone);
        Assert.True(end.ElapsedSince(start) >= TimeSpan.Zero);
        Assert.Equal(6, result.To(Device.Cpu).Max().Item());
    }

    [Fact]
    public void Streams_JoinedByAnEvent_RunInOrder()
    {
        RequireCuda();
        using var scope = TensorScope.Enter();
        using var producer = CudaStream.Create(Device.Cuda());
        using var consumer = CudaStream.Create(Device.Cuda(), highPriority: true);
        using var ready = new CudaEvent(Device.Cuda());
        Tensor value;
        using (producer.MakeCurrent())
        {
            value = Tensor.Zeros([1 << 22], device: Device.Cuda());
            for (int i = 0; i < 100; i++)
            {
                value.Add_(1);
            }

            ready.Record(producer);
        }

        consumer.WaitFor(ready);
        consumer.RecordUse(value);
        Tensor sum;
        using (consumer.MakeCurrent())
        {
            sum = value.Mean();
        }

        consumer.Synchronize();
        Assert.True(consumer.IsIdle);
        Assert.NotEqual(0, consumer.NativePointer);
        Assert.Equal(100, sum.Item());
    }

    [Fact]
    public void Convolution_OnTheGpu_AgreesWithTheCpu()
    {
        RequireCuda();
        using var scope = TensorScope.Enter();
        TorchRuntime.AllowTf32(false);
        TorchRuntime.SetCudnnBenchmark(true);
        Tensor x = Tensor.Arange(2 * 3 * 16 * 16, ScalarType.Float32).Div(1536).View(2, 3, 16, 16);
        Tensor weight = Tensor.Arange(4 * 3 * 3 * 3, ScalarType.Float32).Div(108).Sub(0.5).View(4, 3, 3, 3);
        float[] expected = Functional.Conv2d(x, weight, padding: 1).ToArray<float>();

        Tensor result = Functional.Conv2d(x.To(Device.Cuda()), weight.To(Device.Cuda()), padding: 1);
        TorchRuntime.Synchronize(Device.Cuda());

        float[] actual = result.ToArray<float>();
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-4);
        }

        Assert.True(TorchRuntime.CudaMemory(0).AllocatedBytes > 0);
        Assert.NotEmpty(TorchRuntime.CudaDeviceName(0));
    }

    private static void RequireCuda() => Assert.SkipUnless(TorchRuntime.CudaIsAvailable, "needs a CUDA GPU and a libtorch with CUDA");
}
