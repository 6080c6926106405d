using VideoSeg.Model.Torch;
using Xunit;

namespace VideoSeg.Model.Tests.Torch;

public sealed class TensorViewTests
{
    private static readonly float[] Values = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

    public static TheoryData<string, float[]> Views => new()
    {
        { "view", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] },
        { "slice", [1, 3, 5, 7, 9, 11] },
        { "narrow", [4, 5, 6, 7] },
        { "select", [2, 6, 10] },
        { "transpose", [0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11] },
        { "permute", [0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11] },
        { "flatten", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] },
        { "detach", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] },
    };

    [Theory]
    [MemberData(nameof(Views))]
    public void View_OfATensor_ShowsItsElementsAndSharesItsMemory(string kind, float[] expected)
    {
        using var scope = TensorScope.Enter();
        Tensor tensor = Tensor.FromData(Values, [3, 4]);
        Tensor view = Make(kind, tensor);
        Assert.Equal(expected, view.ToArray<float>());

        tensor.Add_(100);

        Assert.Equal(expected.Select(v => v + 100), view.ToArray<float>());
    }

    [Fact]
    public void View_AfterItsTensorIsDisposed_StaysValid()
    {
        Tensor tensor = Tensor.FromData(Values, [3, 4]);
        using Tensor view = tensor.Select(0, 1);
        tensor.Dispose();

        Assert.Equal([4f, 5, 6, 7], view.ToArray<float>());
    }

    [Fact]
    public void Copies_OfATensor_KeepTheirValues()
    {
        using var scope = TensorScope.Enter();
        Tensor tensor = Tensor.FromData(Values, [3, 4]);
        Tensor clone = tensor.Clone();
        Tensor flipped = tensor.Flip(1);
        Tensor picked = tensor.IndexSelect(0, Tensor.FromData([2L, 0], [2]));
        tensor.Zero_();

        Assert.Equal(Values, clone.ToArray<float>());
        Assert.Equal([3f, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8], flipped.ToArray<float>());
        Assert.Equal([8f, 9, 10, 11, 0, 1, 2, 3], picked.ToArray<float>());
    }

    [Fact]
    public void Shapes_OfViews_AreThoseOfPyTorch()
    {
        using var scope = TensorScope.Enter();
        Tensor tensor = Tensor.Zeros([2, 1, 3]);

        Assert.Equal([2L, 3], tensor.Squeeze(1).Shape);
        Assert.Equal([2L, 1, 3, 1], tensor.Unsqueeze(-1).Shape);
        Assert.Equal([2L, 5, 3], tensor.Expand(-1, 5, -1).Shape);
        Assert.Equal([6L], tensor.Reshape(-1).Shape);
        Assert.Equal([3L, 2, 1], tensor.Permute(2, 0, 1).Shape);
        Assert.Equal([2L, 3], tensor.Flatten(1).Shape);
    }

    private static Tensor Make(string kind, Tensor t) => kind switch
    {
        "view" => t.View(2, 6),
        "slice" => t.Slice(1, 1, 4, 2),
        "narrow" => t.Narrow(0, 1, 1),
        "select" => t.Select(1, 2),
        "transpose" => t.Transpose(0, 1),
        "permute" => t.Permute(1, 0),
        "flatten" => t.Flatten(),
        _ => t.Detach(),
    };
}
