using VideoSeg.Model.Inference.Cuda;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Tests.Inputs;
using VideoSeg.Model.Tests.Torch;
using VideoSeg.Model.Torch;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Inference.Cuda;

[Collection(LeakCollection.Name)]
public sealed class KernelInputTests
{
    private const int Width = 35, Height = 27;

    [Fact]
    public void Fill_BatchesOfManyKinds_IsWhatTheProcessorConverts()
    {
        // More geometries than are kept, batches that grow and shrink, rows that run upwards.
        long alive = Tensor.LiveCount;
        using (var memory = new KernelMemory("host"))
        using (var queue = new ProcessorQueue(Device.Cpu))
        using (var input = new KernelInput(memory.Kernels, queue, Width, Height))
        using (var plain = new ConvertedInput(queue, Width, Height))
        {
            var random = new Random(1);
            foreach (int count in (int[])[1, 4, 16, 2, 16, 16])
            {
                PlanesBuffer[] sources = [.. Enumerable.Range(0, count).Select(i => new PlanesBuffer(
                    20 + random.Next(90), 20 + random.Next(90), TestFormats.All[random.Next(TestFormats.All.Length)], bottomUp: random.Next(2) == 0, random.Next(5)).Randomize(i))];
                ImagePlanes[] pictures = [.. sources.Select(source => source.Planes(ColorMatrix.Bt709, region: new PixelRegion(3, 2, 17, 18)))];
                using Tensor expected = Tensor.Zeros([count, 3, Height, Width]), actual = Tensor.Zeros([count, 3, Height, Width]);

                plain.Fill(pictures, expected);
                input.Fill(pictures, actual);

                float[] wanted = expected.ToArray<float>(), found = actual.ToArray<float>();
                for (int i = 0; i < wanted.Length; i++)
                {
                    Assert.Equal(wanted[i], found[i], 3e-6f);
                }

                Array.ForEach(sources, source => source.Dispose());
            }
        }

        Assert.Equal(alive, Tensor.LiveCount);
    }
}
