using VideoSeg.Model.Torch;
using VideoSeg.Model.Training;
using Xunit;

namespace VideoSeg.Model.Tests.Training;

public class ClassPlanesTests
{
    [Fact]
    public void Join_PixelThatPolypsCoverByHalf_IsPolypAsWhereMasksAreScaled()
    {
        using TensorScope scope = TensorScope.Enter();
        Assert.Equal([1, 0], ClassPlanes.Join(Tensor.FromData<float>([0.5f, 0.49f], [1, 1, 1, 2])).ToArray<float>());
        Assert.Equal([2, 0], ClassPlanes.Join(Tensor.FromData<float>([0.125f, 0.2f, 0.375f, 0.25f], [1, 2, 1, 2])).ToArray<float>());

        var coverage = new ClassCoverage(2);
        coverage.Add(1, [0.125f, 0.2f]);
        coverage.Add(2, [0.375f, 0.25f]);
        byte[] decided = new byte[2];
        coverage.Decide(decided);
        Assert.Equal([2, 0], decided);
    }
}
