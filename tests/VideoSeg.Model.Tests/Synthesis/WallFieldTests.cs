using System.Numerics;
using VideoSeg.Model.Randomness;
using VideoSeg.Model.Synthesis;
using Xunit;

namespace VideoSeg.Model.Tests.Synthesis;

public class WallFieldTests
{
    [Fact]
    public void Distance_BetweenNeighbouringPoints_ChangesNoFasterThanTheMarcherAllows()
    {
        var wall = new WallField(new ColonOptions { Curvature = 1, FoldDepth = 0.7 }, 400, new CounterRandom(3, 3));
        var random = new CounterRandom(7, 7);
        int steep = 0;
        for (int i = 0; i < 20_000; i++)
        {
            float z = random.Range(40, 360);
            Vector3 point = wall.Line.Point(z) + new Vector3(random.Range(-18, 18), random.Range(-18, 18), 0);
            Vector3 step = Vector3.Normalize(new Vector3(random.Range(-1, 1), random.Range(-1, 1), random.Range(-1, 1))) * 0.2f;
            float change = MathF.Abs(wall.Distance(Vector3Lanes.Create(point + step))[0] - wall.Distance(Vector3Lanes.Create(point))[0]);
            steep += change > 0.2f * 1.25f ? 1 : 0;
        }

        Assert.InRange(steep, 0, 40);
    }

    [Fact]
    public void Distance_EightPointsInDifferentCells_IsThatOfEachPointAlone()
    {
        var wall = new WallField(new ColonOptions(), 400, new CounterRandom(3, 3));
        Span<float> z = [20, 55, 57, 90, 130, 131, 200, 300];
        var points = new Vector3Lanes(
            System.Runtime.Intrinsics.Vector256.Create(3f), System.Runtime.Intrinsics.Vector256.Create(-4f),
            System.Runtime.Intrinsics.Vector256.Create((ReadOnlySpan<float>)z));
        for (int lane = 0; lane < 8; lane++)
        {
            Assert.Equal(wall.Distance(Vector3Lanes.Create(new Vector3(3, -4, z[lane])))[0], wall.Distance(points)[lane]);
        }
    }
}
