using System.Runtime.Intrinsics;
using VideoSeg.Model.Synthesis;
using Xunit;

namespace VideoSeg.Model.Tests.Synthesis;

public class LaneMathTests
{
    [Fact]
    public void SinCos_ManyAngles_AreWithinTheStatedError()
    {
        for (float angle = -50; angle < 50; angle += 0.013f)
        {
            Assert.InRange(LaneMath.Sin(Vector256.Create(angle))[0] - MathF.Sin(angle), -1.5e-4f, 1.5e-4f);
            Assert.InRange(LaneMath.Cos(Vector256.Create(angle))[0] - MathF.Cos(angle), -1.5e-4f, 1.5e-4f);
        }
    }

    [Fact]
    public void AtanTurns_AllAround_IsWithinTheStatedError()
    {
        for (float angle = -3.14f; angle < 3.14f; angle += 0.01f)
        {
            float turns = LaneMath.AtanTurns(Vector256.Create(7 * MathF.Sin(angle)), Vector256.Create(7 * MathF.Cos(angle)))[0];

            Assert.InRange(turns - (angle / MathF.Tau), -5e-4f, 5e-4f);
        }
    }

    [Fact]
    public void ExpNegative_DownToMinusTwenty_IsWithinTheStatedError()
    {
        for (float value = -20; value <= 0; value += 0.05f)
        {
            Assert.InRange(LaneMath.ExpNegative(Vector256.Create(value))[0] / MathF.Exp(value), 0.999f, 1.001f);
        }
    }

    [Fact]
    public void Wave_OverATurn_IsOddSmoothAndOneAtItsPeak()
    {
        Assert.Equal(1f, LaneMath.Wave(Vector256.Create(0.25f))[0]);
        Assert.Equal(-1f, LaneMath.Wave(Vector256.Create(5.75f))[0]);
        for (float turns = -2; turns < 2; turns += 0.01f)
        {
            Assert.InRange(LaneMath.Wave(Vector256.Create(turns))[0] - MathF.Sin(turns * MathF.Tau), -0.06f, 0.06f);
        }
    }
}
