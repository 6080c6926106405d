using VideoSeg.Model.Cuda;
using VideoSeg.Model.Torch;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Cuda;

public sealed class CombineTests
{
    private const int Pictures = 2, Height = 6, Width = 10;

    public static TheoryData<string> Places => KernelMemory.Places;

    public static TheoryData<string, ScalarType, int> EveryTypeAndWidth()
    {
        // 16 channels go eight at a time, 5 one by one.
        var data = new TheoryData<string, ScalarType, int>();
        foreach (string place in KernelMemory.Places.Select(row => row.Data))
        {
            foreach (ScalarType type in (ScalarType[])[ScalarType.Float32, ScalarType.Float16, ScalarType.BFloat16])
            {
                data.Add(place, type, 16);
                data.Add(place, type, 5);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EveryTypeAndWidth))]
    public void Combine_ScaledSumWithNormalisation_IsWhatTheDefinitionGives(string place, ScalarType type, int channels)
    {
        // The end of a block with squeeze and excitation, and the beginning of the next: relu(a * factor + b), and relu(scale * that + shift).
        using var memory = new KernelMemory(place);
        float[] a = Random(1, type, Count(channels)), b = Random(2, type, Count(channels));
        float[] factor = Random(3, ScalarType.Float32, Pictures * channels);
        float[] scale = Random(4, ScalarType.Float32, channels), shift = Random(5, ScalarType.Float32, channels);
        nint sum = Empty(memory, type, channels), normalised = Empty(memory, type, channels);
        memory.Kernels.Combine(memory.Queue, type, (Pictures, Height, Width, channels),
            [
                new CudaOperand(Dense(Put(memory, a, type), channels)) { Factor = memory.Put<float>(factor), FactorStride = channels },
                new CudaOperand(Dense(Put(memory, b, type), channels)),
            ],
            [
                new CudaResult(Dense(sum, channels)) { Relu = true },
                new CudaResult(Dense(normalised, channels)) { Scale = memory.Put<float>(scale), Shift = memory.Put<float>(shift), Relu = true },
            ]);

        float[] expectedSum = new float[a.Length], expected = new float[a.Length];
        for (int i = 0; i < a.Length; i++)
        {
            int channel = i % channels, picture = i / (Height * Width * channels);
            float scaled = a[i] * factor[(picture * channels) + channel];
            float value = scaled + b[i];
            expectedSum[i] = Numbers16.Round(Math.Max(value, 0), type);
            float product = value * scale[channel];
            expected[i] = Numbers16.Round(Math.Max(product + shift[channel], 0), type);
        }

        Assert.Equal(expectedSum, Numbers16.Floats(memory.Get<byte>(sum), type));
        Assert.Equal(expected, Numbers16.Floats(memory.Get<byte>(normalised), type));
    }

    [Theory]
    [MemberData(nameof(EveryTypeAndWidth))]
    public void Combine_PhasesPlusDoubledTimesGate_IsWhatTheDefinitionGives(string place, ScalarType type, int channels)
    {
        // The four phases lie in one map of four times the channels, as one convolution gives them.
        using var memory = new KernelMemory(place);
        int small = Count(channels) / 4, bytes = type == ScalarType.Float32 ? 4 : 2;
        float[] phases = Random(1, type, 4 * small), doubled = Random(2, type, small), gate = Random(3, type, Count(channels));
        nint woven = Put(memory, phases, type), result = Empty(memory, type, channels);
        long row = 4L * channels * Width / 2;
        memory.Kernels.Combine(memory.Queue, type, (Pictures, Height, Width, channels),
            [
                new CudaOperand(new CudaMap(woven, 4 * channels, row, row * Height / 2, phases.Length - (3 * channels)))
                {
                    Access = CudaAccess.Phases,
                    Phases = (woven + (channels * bytes), woven + (2 * channels * bytes), woven + (3 * channels * bytes)),
                },
                new CudaOperand(CudaMap.Dense(Put(memory, doubled, type), Pictures, Height / 2, Width / 2, channels)) { Access = CudaAccess.Doubled },
                new CudaOperand(Dense(Put(memory, gate, type), channels)) { Multiply = true },
            ],
            [new CudaResult(Dense(result, channels))]);

        float[] expected = new float[gate.Length];
        for (int i = 0; i < expected.Length; i++)
        {
            int channel = i % channels, x = i / channels % Width, y = i / channels / Width % Height, picture = i / channels / Width / Height;
            int pixel = (((picture * Height / 2) + (y / 2)) * Width / 2) + (x / 2), phase = (y % 2 * 2) + (x % 2);
            float sum = phases[(((pixel * 4) + phase) * channels) + channel] + doubled[(pixel * channels) + channel];
            expected[i] = Numbers16.Round(sum * gate[i], type);
        }

        Assert.Equal(expected, Numbers16.Floats(memory.Get<byte>(result), type));
    }

    [Theory]
    [MemberData(nameof(EveryTypeAndWidth))]
    public void Combine_InPlaceInASlice_LeavesTheOtherChannelsAlone(string place, ScalarType type, int channels)
    {
        using var memory = new KernelMemory(place);
        int wide = channels + 8, first = channels == 16 ? 8 : 3, bytes = type == ScalarType.Float32 ? 4 : 2;
        float[] values = Random(1, type, Pictures * Height * Width * wide);
        nint map = Put(memory, values, type);
        var slice = new CudaMap(map + (first * bytes), wide, (long)wide * Width, (long)wide * Width * Height, values.Length - first);
        memory.Kernels.Combine(memory.Queue, type, (Pictures, Height, Width, channels), [new CudaOperand(slice)], [new CudaResult(slice) { Relu = true }]);

        float[] expected = [.. values.Select((value, i) => i % wide >= first && i % wide < first + channels ? Math.Max(value, 0) : value)];
        Assert.Equal(expected, Numbers16.Floats(memory.Get<byte>(map), type));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Combine_EveryHalfTimesAnything_IsRoundedAsTheRuntimeDoes(string place)
    {
        // All 65,536 numbers of f16, subnormal, infinite and NaN ones among them, by factors that lead through every exponent.
        using var memory = new KernelMemory(place);
        const int Channels = 16;
        Half[] halves = [.. Enumerable.Range(0, 1 << 16).Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits))];
        float[] factors = [.. Enumerable.Range(0, Channels).Select(i => MathF.ScaleB(1 + (i * 0.0123f), (i * 3) - 24))];
        nint result = memory.Put<Half>(new Half[halves.Length]);
        CudaMap halfMap = CudaMap.Dense(memory.Put<Half>(halves), 1, 64, 64, Channels);
        memory.Kernels.Combine(memory.Queue, ScalarType.Float16, (1, 64, 64, Channels),
            [new CudaOperand(halfMap) { Factor = memory.Put<float>(factors) }], [new CudaResult(halfMap with { Data = result })]);

        Half[] actual = memory.Get<Half>(result);
        for (int i = 0; i < halves.Length; i++)
        {
            Assert.Equal((Half)((float)halves[i] * factors[i % Channels]), actual[i]);
        }
    }

    [Fact]
    public void Combine_WrongArguments_AreToldInWords()
    {
        using var memory = new KernelMemory("host");
        nint map = Empty(memory, ScalarType.Float16, 8);
        CudaMap dense = Dense(map, 8);
        var operand = new CudaOperand(dense);
        var result = new CudaResult(dense);

        AssertRefused("room for", (Pictures, Height, Width, 8), [new CudaOperand(dense with { Capacity = dense.Capacity - 1 })], [result]);
        AssertRefused("room for", (Pictures, Height, Width, 9), [operand], [new CudaResult(dense with { PixelStride = 9, RowStride = 90, PictureStride = 540, Capacity = 2000 })]);
        AssertRefused("do not overlap", (Pictures, Height, Width, 8), [operand], [new CudaResult(dense with { PixelStride = 7 })]);
        AssertRefused("1 to 4 operands", (Pictures, Height, Width, 8), [], [result]);
        AssertRefused("1 to 2 results", (Pictures, Height, Width, 8), [operand], []);
        AssertRefused("even", (Pictures, Height, Width - 1, 8), [operand with { Access = CudaAccess.Doubled }], [result]);
        AssertRefused("first operand", (Pictures, Height, Width, 8), [operand with { Multiply = true }], [result]);
        AssertRefused("got null", (Pictures, Height, Width, 8), [operand with { Access = CudaAccess.Phases }], [result]);
        AssertRefused("scales and shifts", (Pictures, Height, Width, 8), [operand], [result with { Scale = map }]);
        AssertRefused("a multiple of 2", (Pictures, Height, Width, 8), [new CudaOperand(dense with { Data = map + 1 })], [result]);
        AssertRefused("got 0", (0, Height, Width, 8), [operand], [result]);
        AssertRefused("stride", (Pictures, Height, Width, 8), [new CudaOperand(dense with { PixelStride = -8 })], [result]);
        AssertRefused("too large", (Pictures, Height, Width, 8), [new CudaOperand(dense with { RowStride = long.MaxValue })], [result]);

        void AssertRefused(string words, (int, int, int, int) size, CudaOperand[] operands, CudaResult[] results) => Assert.Contains(
            words,
            Assert.Throws<InvalidOperationException>(() => memory.Kernels.Combine(memory.Queue, ScalarType.Float16, size, operands, results)).Message,
            StringComparison.Ordinal);
    }

    private static int Count(int channels) => Pictures * Height * Width * channels;

    private static CudaMap Dense(nint address, int channels) => CudaMap.Dense(address, Pictures, Height, Width, channels);

    private static nint Put(KernelMemory memory, float[] values, ScalarType type) => memory.Put<byte>(Numbers16.Bytes(values, type));

    private static nint Empty(KernelMemory memory, ScalarType type, int channels) => Put(memory, new float[Count(channels)], type);

    private static float[] Random(int seed, ScalarType type, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Numbers16.Round((random.NextSingle() * 4) - 2, type))];
    }
}
