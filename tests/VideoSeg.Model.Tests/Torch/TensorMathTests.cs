using VideoSeg.Model.Torch;
using Xunit;
using static VideoSeg.Model.Tests.Torch.Numbers;

namespace VideoSeg.Model.Tests.Torch;

public sealed class TensorMathTests
{
    private static readonly float[] Values = [0.5f, 1.5f, 2.5f, 4f];

    public static TheoryData<string> UnaryNames => new(Unary.Keys);

    private static Dictionary<string, (Func<Tensor, Tensor> Torch, Func<float, float> Plain)> Unary { get; } = new(StringComparer.Ordinal)
    {
        ["neg"] = (t => -t, x => -x),
        ["abs"] = (t => (t - 2).Abs(), x => MathF.Abs(x - 2)),
        ["exp"] = (t => t.Exp(), MathF.Exp),
        ["log"] = (t => t.Log(), MathF.Log),
        ["sqrt"] = (t => t.Sqrt(), MathF.Sqrt),
        ["floor"] = (t => t.Floor(), MathF.Floor),
        ["round"] = (t => t.Round(), x => MathF.Round(x, MidpointRounding.ToEven)),
        ["relu"] = (t => (t - 2).Relu(), x => MathF.Max(x - 2, 0)),
        ["relu_"] = (t => (t - 2).Relu_(), x => MathF.Max(x - 2, 0)),
        ["sigmoid"] = (t => t.Sigmoid(), x => 1 / (1 + MathF.Exp(-x))),
        ["sigmoid_"] = (t => t.Clone().Sigmoid_(), x => 1 / (1 + MathF.Exp(-x))),
        ["pow"] = (t => t.Pow(1.5), x => MathF.Pow(x, 1.5f)),
        ["clamp"] = (t => t.Clamp(1, 3), x => Math.Clamp(x, 1, 3)),
        ["clamp_"] = (t => t.Clone().Clamp_(1, 3), x => Math.Clamp(x, 1, 3)),
        ["add"] = (t => 1 + t + t + 2, x => 3 + (2 * x)),
        ["sub"] = (t => 1 - (t - t.Mul(3) - 2), x => 3 + (2 * x)),
        ["mul"] = (t => 2 * t * t * 3, x => 6 * x * x),
        ["div"] = (t => t / t.Add(1) / 2, x => x / (x + 1) / 2),
        ["add_"] = (t => t.Clone().Add_(t).Add_(1), x => (2 * x) + 1),
        ["sub_"] = (t => t.Clone().Sub_(t).Sub_(1), _ => -1),
        ["mul_"] = (t => t.Clone().Mul_(t).Mul_(2), x => 2 * x * x),
        ["div_"] = (t => t.Clone().Div_(t.Add(1)).Div_(2), x => x / (x + 1) / 2),
        ["lerp_"] = (t => t.Clone().Lerp_(Tensor.Full([4], 10), 0.25), x => x + ((10 - x) / 4)),
        ["maximum"] = (t => t.Maximum(Tensor.Full([4], 2)), x => MathF.Max(x, 2)),
        ["minimum"] = (t => t.Minimum(Tensor.Full([4], 2)), x => MathF.Min(x, 2)),
        ["greater"] = (t => t.GreaterThan(1.5), x => x > 1.5f ? 1 : 0),
        ["at least"] = (t => t.GreaterThanOrEqual(1.5), x => x >= 1.5f ? 1 : 0),
        ["less"] = (t => t.LessThan(1.5), x => x < 1.5f ? 1 : 0),
        ["at most"] = (t => t.LessThanOrEqual(1.5), x => x <= 1.5f ? 1 : 0),
        ["equal"] = (t => t.EqualTo(1.5), x => x == 1.5f ? 1 : 0),
        ["not equal"] = (t => t.NotEqualTo(1.5), x => x != 1.5f ? 1 : 0),
        ["equal tensors"] = (t => t.EqualTo(t.Clamp(1, 3)), x => x is >= 1 and <= 3 ? 1 : 0),
        ["and"] = (t => t.GreaterThan(1).LogicalAnd(t.LessThan(3)), x => x is > 1 and < 3 ? 1 : 0),
        ["or"] = (t => t.LessThan(1).LogicalOr(t.GreaterThan(3)), x => x is < 1 or > 3 ? 1 : 0),
        ["not"] = (t => t.LessThan(1).LogicalNot(), x => x < 1 ? 0 : 1),
        ["finite"] = (t => (t / (t - 1.5)).IsFinite(), x => x == 1.5f ? 0 : 1),
        ["where"] = (t => t.GreaterThan(2).Where(t, t.Neg()), x => x > 2 ? x : -x),
    };

    [Theory]
    [MemberData(nameof(UnaryNames))]
    public void Operation_OnEachElement_AgreesWithPlainArithmetic(string name)
    {
        using var scope = TensorScope.Enter();
        (Func<Tensor, Tensor> torch, Func<float, float> plain) = Unary[name];

        Tensor result = torch(Tensor.FromData(Values, [4]));

        AssertTensor([4], [.. Values.Select(plain)], result);
    }

    [Fact]
    public void AddCMul_Broadcasts()
    {
        using var scope = TensorScope.Enter();
        Tensor shift = Tensor.FromData([1f, 2f], [2, 1]), x = Tensor.FromData([1f, 2f, 3f, 4f], [2, 2]), scale = Tensor.FromData([10f, -1f], [2, 1]);
        AssertTensor([2, 2], [11, 21, -1, -2], shift.AddCMul(x, scale));
    }

    [Fact]
    public void Reductions_OverDimensions_AgreeWithPlainArithmetic()
    {
        using var scope = TensorScope.Enter();
        Tensor x = Tensor.FromData([1f, 2, 6, 3, 8, 4], [2, 3]);

        AssertTensor([], [24], x.Sum());
        AssertTensor([3], [4, 10, 10], x.Sum([0]));
        AssertTensor([2, 1], [3, 5], x.Mean([-1], keepDim: true));
        AssertTensor([], [4], x.Mean());
        AssertTensor([], [8], x.Max());
        AssertTensor([], [1], x.Min());
        AssertTensor([2], [6, 8], x.Amax([1]));
        AssertTensor([3], [1, 2, 4], x.Amin([0]));
        AssertTensor([2], [7, 7], x.Var([1]));
        AssertTensor([2], [14 / 3f, 14 / 3f], x.Var([1], unbiased: false));
        AssertTensor([], [MathF.Sqrt(130)], x.Norm());
        Assert.Equal([2L, 1], x.ArgMax(1).ToArray<long>());
        Assert.Equal(1, x.GreaterThan(0).All().Item());
        Assert.Equal(0, x.GreaterThan(7).All().Item());
        Assert.Equal(1, x.GreaterThan(7).Any().Item());
    }

    [Fact]
    public void Softmax_OfLogits_SumsToOne()
    {
        using var scope = TensorScope.Enter();
        Tensor x = Tensor.FromData([0f, MathF.Log(3), 1000, 1000], [2, 2]);

        AssertTensor([2, 2], [0.25f, 0.75f, 0.5f, 0.5f], x.Softmax(1));
        AssertTensor([2, 2], [MathF.Log(0.25f), MathF.Log(0.75f), MathF.Log(0.5f), MathF.Log(0.5f)], x.LogSoftmax(1));
    }

    [Fact]
    public void Matmul_OfMatrices_IsTheirProduct()
    {
        using var scope = TensorScope.Enter();
        Tensor left = Tensor.FromData([1f, 2, 3, 4], [2, 2]);

        AssertTensor([2, 1], [17, 39], left.Matmul(Tensor.FromData([5f, 6], [2, 1])));
    }

    [Fact]
    public void Creation_OfEachKind_FillsTheTensor()
    {
        using var scope = TensorScope.Enter();

        Assert.Equal([0L, 1, 2], Tensor.Arange(3).ToArray<long>());
        Assert.Equal([1f, 1], Tensor.Ones([2]).ToArray<float>());
        Assert.Equal([7f, 7], Tensor.Full([2], 7).ToArray<float>());
        Assert.Equal([5f, 5], Tensor.Empty([2]).Fill_(5).ToArray<float>());
        Assert.Equal(new byte[] { 0, 0 }, Tensor.Zeros([2], ScalarType.UInt8).ToArray<byte>());
        Assert.Equal([3f, 3], Tensor.Zeros([2]).Copy_(Tensor.Full([1], 3, ScalarType.Int64)).ToArray<float>());
    }
}
