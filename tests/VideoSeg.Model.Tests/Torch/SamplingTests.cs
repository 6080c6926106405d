using VideoSeg.Model.Torch;
using Xunit;
using static VideoSeg.Model.Tests.Torch.Numbers;

namespace VideoSeg.Model.Tests.Torch;

public sealed class SamplingTests
{
    private static readonly float[] Row = [1, 2, 3, 4];

    [Theory]
    [InlineData(false, new[] { 0f, 0.25f, 0.75f, 1 })]
    [InlineData(true, new[] { 0f, 1 / 3f, 2 / 3f, 1 })]
    public void InterpolateBilinear_ToTwiceTheSize_WeightsTheNeighbours(bool alignCorners, float[] positions)
    {
        using var scope = TensorScope.Enter();
        Tensor x = Tensor.FromData(Row, [1, 1, 2, 2]);

        Tensor y = Functional.InterpolateBilinear(x, 4, 4, alignCorners);

        // The plane 1 + x + 2 y, read at the given positions.
        float[] expected = [.. positions.SelectMany(v => positions.Select(u => 1 + u + (2 * v)))];
        AssertTensor([1, 1, 4, 4], expected, y);
    }

    [Fact]
    public void InterpolateBilinear_ToHalfTheSizeWithAntialias_WeightsAllPixelsBelow()
    {
        using var scope = TensorScope.Enter();
        Tensor x = Tensor.FromData([0f, 1, 2, 3], [1, 1, 1, 4]);

        // A triangle two input pixels to each side of 1: weights 3/4, 3/4, 1/4 of the pixels 0, 1, 2; mirrored for the other half.
        AssertTensor([1, 1, 1, 2], [5 / 7f, 16 / 7f], Functional.InterpolateBilinear(x, 1, 2, antialias: true));
        AssertTensor([1, 1, 1, 2], [0.5f, 2.5f], Functional.InterpolateBilinear(x, 1, 2));
    }

    [Fact]
    public void InterpolateNearest_ToTwiceTheSize_RepeatsPixels()
    {
        using var scope = TensorScope.Enter();
        Tensor x = Tensor.FromData(Row, [1, 1, 2, 2]);

        AssertTensor([1, 1, 4, 4], [1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4], Functional.InterpolateNearest(x, 4, 4));
    }

    [Fact]
    public void GridSample_OfTheIdentity_IsThePicture()
    {
        using var scope = TensorScope.Enter();
        Tensor x = Noise([2, 3, 5, 7], 1);
        Tensor grid = Functional.AffineGrid(Tensor.FromData([1f, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0], [2, 2, 3]), 5, 7);

        Assert.Equal([2L, 5, 7, 2], grid.Shape);
        AssertTensor([2, 3, 5, 7], x.ToArray<float>(), Functional.GridSample(x, grid), 1e-5);
    }

    [Theory]
    [InlineData(SampleMode.Nearest, OutsideMode.Zeros, 1, new[] { 2f, 3, 4, 0 })]
    [InlineData(SampleMode.Nearest, OutsideMode.Border, 2, new[] { 3f, 4, 4, 4 })]
    [InlineData(SampleMode.Nearest, OutsideMode.Reflection, 2, new[] { 3f, 4, 4, 3 })]
    [InlineData(SampleMode.Bilinear, OutsideMode.Zeros, 0.5f, new[] { 1.5f, 2.5f, 3.5f, 2 })]
    [InlineData(SampleMode.Bilinear, OutsideMode.Border, 0.5f, new[] { 1.5f, 2.5f, 3.5f, 4 })]
    [InlineData(SampleMode.Bilinear, OutsideMode.Reflection, -1.5f, new[] { 1.5f, 1, 1.5f, 2.5f })]
    public void GridSample_ShiftedByPixels_ReadsBetweenAndOutside(SampleMode mode, OutsideMode outside, float pixels, float[] expected)
    {
        using var scope = TensorScope.Enter();
        Tensor x = Tensor.FromData(Row, [1, 1, 1, 4]);
        Tensor grid = Functional.AffineGrid(Tensor.FromData([1f, 0, pixels * 2 / 4, 0, 1, 0], [1, 2, 3]), 1, 4);

        AssertTensor([1, 1, 1, 4], expected, Functional.GridSample(x, grid, mode, outside));
    }

    [Fact]
    public void GridSample_WithAMirroringMatrix_Flips()
    {
        using var scope = TensorScope.Enter();
        Tensor x = Tensor.FromData(Row, [1, 1, 2, 2]);
        Tensor grid = Functional.AffineGrid(Tensor.FromData([-1f, 0, 0, 0, 1, 0], [1, 2, 3]), 2, 2);

        AssertTensor([1, 1, 2, 2], [2, 1, 4, 3], Functional.GridSample(x, grid));
    }
}
