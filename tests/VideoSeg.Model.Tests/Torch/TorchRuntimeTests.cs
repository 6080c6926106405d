using System.Globalization;
using VideoSeg.Model.Torch;
using Xunit;

namespace VideoSeg.Model.Tests.Torch;

[Collection(LeakCollection.Name)]
public sealed class TorchRuntimeTests
{
    [Fact]
    public void Version_OfTheLibrary_IsASupportedOne() =>
        Assert.True(TorchRuntime.Version.StartsWith("1.13", StringComparison.Ordinal) || TorchRuntime.Version.StartsWith("2.", StringComparison.Ordinal));

    [Fact]
    public void SetThreads_OnAThread_HoldsThere()
    {
        int seen = 0;
        var thread = new Thread(() =>
        {
            TorchRuntime.SetThreads(3);
            seen = TorchRuntime.GetThreads();
        });
        thread.Start();
        thread.Join();

        Assert.Equal(3, seen);
        Assert.Throws<ArgumentOutOfRangeException>(() => TorchRuntime.SetThreads(0));
    }

    [Fact]
    public void Bf16IsFast_OnThisProcessor_AgreesWithTheKernel()
    {
        string flags = File.ReadAllText("/proc/cpuinfo");

        Assert.Equal(flags.Contains(" avx512_bf16", StringComparison.Ordinal) || flags.Contains(" amx_bf16", StringComparison.Ordinal), TorchRuntime.Bf16IsFast);
    }

    [Fact]
    public void KeepFreedMemory_AfterALargeTensor_SparesTheNextOneThePageFaults()
    {
        TorchRuntime.KeepFreedMemory();
        try
        {
            nint first;
            using (Tensor tensor = Tensor.Zeros([32 << 20]))
            {
                first = tensor.DataPointer;
            }

            long before = PageFaults();
            using (Tensor tensor = Tensor.Zeros([31 << 20]))
            {
                Assert.Equal(first, tensor.DataPointer);
            }

            // Writing 124 MB for the first time takes 31744 faults, one for each page.
            Assert.True(PageFaults() - before < 8192, $"{PageFaults() - before} page faults");
        }
        finally
        {
            TorchRuntime.KeepFreedMemory(false);
        }
    }

    [Fact]
    public void ReleaseFreedMemory_AfterALargeTensor_GivesItBackToTheSystem()
    {
        TorchRuntime.KeepFreedMemory();
        try
        {
            Tensor.Ones([64 << 20]).Dispose();
            long kept = ResidentBytes();
            TorchRuntime.ReleaseFreedMemory();
            Assert.InRange(kept - ResidentBytes(), 200 << 20, long.MaxValue);
        }
        finally
        {
            TorchRuntime.KeepFreedMemory(false);
        }
    }

    [Fact]
    public void KeepFreedMemory_SwitchedOff_LeavesLiveTensorsAlone()
    {
        TorchRuntime.KeepFreedMemory();
        using Tensor tensor = Tensor.Full([1 << 20], 3);
        TorchRuntime.KeepFreedMemory(false);

        Assert.Equal(3, tensor.Max().Item());
    }

    [Fact]
    public void KeepFreedMemory_UnderATrainingStep_GivesTheSameGradients()
    {
        float[] expected = ConvolutionGradient();
        TorchRuntime.KeepFreedMemory();
        try
        {
            Assert.Equal(expected, ConvolutionGradient());
            Assert.Equal(expected, ConvolutionGradient());
        }
        finally
        {
            TorchRuntime.KeepFreedMemory(false);
        }

        Assert.Equal(expected, ConvolutionGradient());
    }

    // Large enough for tensors and oneDNN's scratch memory to be of the kept kind.
    private static float[] ConvolutionGradient()
    {
        using var scope = TensorScope.Enter();
        Tensor x = Numbers.Noise([2, 32, 96, 96], 1).To(ScalarType.BFloat16).Contiguous(MemoryFormat.ChannelsLast);
        Tensor weight = Numbers.Noise([32, 32, 3, 3], 2);
        x.RequiresGrad = true;
        weight.RequiresGrad = true;
        Functional.Conv2d(x, weight.To(ScalarType.BFloat16), padding: 1).Relu().To(ScalarType.Float32).Mean().Backward();
        return weight.Grad()!.ToArray<float>();
    }

    private static long ResidentBytes() =>
        long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;

    private static long PageFaults()
    {
        // Field 10 of proc(5) stat, counted from the end of the program's name.
        string[] fields = File.ReadAllText("/proc/self/stat").Split(") ")[^1].Split(' ');
        return long.Parse(fields[7], CultureInfo.InvariantCulture);
    }
}
