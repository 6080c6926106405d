using VideoSeg.Model.Torch;
using Xunit;

namespace VideoSeg.Model.Tests.Torch;

/// <summary>Numbers for the tests: seeded noise, and comparison with a tolerance.</summary>
internal static class Numbers
{
    /// <summary>A float32 tensor of values from -1 to 1, the same for the same seed.</summary>
    internal static Tensor Noise(ReadOnlySpan<long> shape, int seed)
    {
        var random = new Random(seed);
        long count = 1;
        foreach (long size in shape)
        {
            count *= size;
        }

        float[] values = new float[count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)((random.NextDouble() * 2) - 1);
        }

        return Tensor.FromData(values, shape);
    }

    /// <summary>Checks shape and values.</summary>
    internal static void AssertTensor(ReadOnlySpan<long> shape, float[] expected, Tensor actual, double tolerance = 1e-5)
    {
        Assert.Equal(shape.ToArray(), actual.Shape);
        AssertClose(expected, actual.To(ScalarType.Float32).ToArray<float>(), tolerance);
    }

    internal static void AssertClose(float[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"element {i}: expected {expected[i]} within {tolerance}, got {actual[i]}");
        }
    }
}
