using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;
using Xunit;

namespace VideoSeg.Model.Tests.Graph;

public sealed class OperationTests
{
    private static readonly TensorShape Map = new(2, 16, 32, 48);
    private static readonly TensorShape Vector = new(2, 16, 1, 1);

    public static TheoryData<Operation, TensorShape[], TensorShape, long, long> Cases => new()
    {
        { new Conv2d(16, 8, 3, Stride: 2, Padding: 1), [Map], new(2, 8, 16, 24), (16 * 8 * 9) + 8, 2L * 8 * 16 * 24 * 16 * 9 },
        { new Conv2d(16, 8, 3, Padding: 6, Dilation: 6, Bias: false), [Map], new(2, 8, 32, 48), 16 * 8 * 9, 2L * 8 * 32 * 48 * 16 * 9 },
        { new ConvTranspose2d(16, 8, 2, Stride: 2), [Map], new(2, 8, 64, 96), (16 * 8 * 4) + 8, 2L * 16 * 32 * 48 * 8 * 4 },
        { new BatchNorm2d(16), [Map], Map, 32, 0 },
        { new UpsampledConv2d(16, 8), [Map], new(2, 8, 64, 96), (4 * 16 * 8 * 4) + 8, 2L * 16 * 16 * 8 * 32 * 48 },
        { new UpsampledConv2d(16, 8, Bias: false), [Map], new(2, 8, 64, 96), 4 * 16 * 8 * 4, 2L * 16 * 16 * 8 * 32 * 48 },
        { new ScaleShift(16, Relu: true), [Map], Map, 32, 0 },
        { new ScaleShift(16, Relu: false), [Map, Vector], Map, 32, 0 },
        { new ReLU(), [Map], Map, 0, 0 },
        { new Sigmoid(), [Map], Map, 0, 0 },
        { new Linear(16, 4, Bias: false), [Vector], new(2, 4, 1, 1), 64, 2 * 64 },
        { new Linear(16, 4), [Vector], new(2, 4, 1, 1), 68, 2 * 64 },
        { new GlobalAveragePool(), [Map], Vector, 0, 0 },
        { new ScaleChannels(), [Map, Vector], Map, 0, 0 },
        { new MaxPool2d(2, 2), [Map], new(2, 16, 16, 24), 0, 0 },
        { new UpsampleNearest(2), [Map], new(2, 16, 64, 96), 0, 0 },
        { new UpsampleBilinear(2, AlignCorners: true), [Map], new(2, 16, 64, 96), 0, 0 },
        { new Concat(), [Map, Map with { Channels = 3 }], Map with { Channels = 19 }, 0, 0 },
        { new Add(), [Map, Map, Map], Map, 0, 0 },
        { new Multiply(), [Map, Map], Map, 0, 0 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Operation_OnFittingInputs_HasShapeParametersAndWork(
        Operation operation, TensorShape[] inputs, TensorShape expected, long parameters, long work)
    {
        TensorShape shape = operation.InferShape(inputs);
        Assert.Equal(expected, shape);
        Assert.Equal(parameters, operation.Parameters.Where(p => p.IsTrainable).Sum(p => p.ElementCount));
        Assert.Equal(work, operation.CountMultiplyAccumulates(inputs, shape));
    }

    public static TheoryData<Operation, TensorShape[]> Misfits => new()
    {
        { new Conv2d(3, 8, 3), [Map] },
        { new Conv2d(16, 8, 3, Dilation: 18), [Map] },
        { new BatchNorm2d(3), [Map] },
        { new Linear(16, 4), [Map] },
        { new UpsampledConv2d(3, 8), [Map] },
        { new ScaleShift(3, Relu: true), [Map] },
        { new ScaleShift(16, Relu: true), [Map, Map] },
        { new ScaleShift(16, Relu: true), [Map, Vector, Vector] },
        { new ScaleChannels(), [Map, Map] },
        { new ScaleChannels(), [Map] },
        { new MaxPool2d(2, 2), [Vector] },
        { new ReLU(), [Map, Map] },
        { new Multiply(), [Map] },
        { new Input(3), [Map] },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void Operation_OnMisfittingInputs_IsRefused(Operation operation, TensorShape[] inputs) =>
        Assert.Throws<GraphException>(() => operation.InferShape(inputs));
}
