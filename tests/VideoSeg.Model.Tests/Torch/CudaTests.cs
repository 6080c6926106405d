using VideoSeg.Model.Torch;
using VideoSeg.TestKit;
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
                () => CudaGraph.Record(Device.Cuda(), () => { }).Dispose(),
                () => Functional.Conv2dRelu(Tensor.Zeros([1, 1, 3, 3]), Tensor.Zeros([1, 1, 3, 3]), fused: true),
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
        Gpu.Require();
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
        Gpu.Require();
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
        Gpu.Require();
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

    [Fact]
    public void Graph_Replayed_ReadsWhatLiesInTheRecordedMemoryNow()
    {
        Gpu.Require();
        using var scope = TensorScope.Enter();
        using var stream = CudaStream.Create(Device.Cuda());
        using IDisposable current = stream.MakeCurrent();
        Tensor x = Tensor.Zeros([1 << 10], device: Device.Cuda());
        Tensor y = Tensor.Zeros([1 << 10], device: Device.Cuda());
        Tensor z = Tensor.Zeros([1 << 10], device: Device.Cuda());
        Twice();
        stream.Synchronize();
        using var first = CudaGraph.Record(Device.Cuda(), Twice);
        using var second = CudaGraph.Record(Device.Cuda(), Thrice, first);
        for (int i = 1; i <= 3; i++)
        {
            x.Fill_(i);
            first.Replay();
            second.Replay();
            stream.Synchronize();
            Assert.Equal((2f * i, 3f * i), (y.Max().Item(), z.Min().Item()));
        }

        void Twice()
        {
            using var inner = TensorScope.Enter();
            y.Copy_(x.Mul(2));
        }

        void Thrice()
        {
            using var inner = TensorScope.Enter();
            z.Copy_(x.Mul(3));
        }
    }

    [Fact]
    public void Graph_WhoseWorkFails_TellsTheFault_AndLeavesTheStreamUsable()
    {
        Gpu.Require();
        using var scope = TensorScope.Enter();
        using var stream = CudaStream.Create(Device.Cuda());
        using IDisposable current = stream.MakeCurrent();
        Tensor x = Tensor.Ones([4], device: Device.Cuda());
        var e = Assert.Throws<InvalidOperationException>(() => CudaGraph.Record(Device.Cuda(), () => throw new InvalidOperationException("mine")));
        Assert.Equal("mine", e.Message);
        Assert.Equal(2, x.Add(1).Max().Item());
    }

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    public void FusedConvolutions_OnTheGpu_EqualTheParts(ScalarType type)
    {
        Gpu.Require();
        using var scope = TensorScope.Enter();
        Tensor x = OnGpu(Numbers.Noise([2, 16, 24, 32], 1));
        Tensor weight = OnGpu(Numbers.Noise([32, 16, 3, 3], 2).Mul(0.1));
        Tensor addend = OnGpu(Numbers.Noise([2, 32, 24, 32], 3));
        Tensor bias = Numbers.Noise([32], 4).To(Device.Cuda()).To(type);
        foreach (Tensor? added in new[] { null, addend })
        {
            float[] expected = Functional.Conv2dRelu(x, weight, bias, added, padding: 1).To(ScalarType.Float32).ToArray<float>();
            float[] actual = Functional.Conv2dRelu(x, weight, bias, added, padding: 1, fused: true).To(ScalarType.Float32).ToArray<float>();
            Numbers.AssertClose(expected, actual, type == ScalarType.Float16 ? 0.01 : 0.05);
        }

        Tensor OnGpu(Tensor tensor) => tensor.To(Device.Cuda()).To(type).Contiguous(MemoryFormat.ChannelsLast);
    }
}
