using VideoSeg.Model.Synthesis;
using Xunit;

namespace VideoSeg.Model.Tests.Synthesis;

public class CameraPathTests
{
    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    public void Pose_AlongTheJourney_StaysOffWallAndPolyps(ulong seed)
    {
        ColonScene scene = Scenes.Create(seed, new ColonOptions { Duration = 20 });
        for (double time = 0; time < 20; time += 0.1)
        {
            CameraPose pose = scene.Camera.Pose(time);
            ColonField field = scene.Field.Around(pose.Position);

            Assert.True(field.Distance(Vector3Lanes.Create(pose.Position), field.All)[0] > 2, $"at {time} s");
        }
    }

    [Fact]
    public void Pose_AlongTheJourney_MovesWithoutJumps()
    {
        ColonScene scene = Scenes.Create(4);
        CameraPose last = scene.Camera.Pose(0);
        for (double time = 0.04; time < 10; time += 0.04)
        {
            CameraPose pose = scene.Camera.Pose(time);

            Assert.InRange((pose.Position - last.Position).Length(), 0, 3);
            Assert.InRange((pose.Forward - last.Forward).Length(), 0, 0.11);
            last = pose;
        }
    }

    [Fact]
    public void Visits_OnALongerJourney_AreSpreadOverTheJourneyWithFreeStretches()
    {
        ColonScene scene = Scenes.Create(9, new ColonOptions { Duration = 30 });

        Assert.InRange(scene.Visits.Count(visit => visit.Start < 30), 5, 12);
        Assert.Contains(scene.Visits, visit => visit.Kind == PolypKind.Pedunculated);
        Assert.Contains(scene.Visits, visit => visit.Kind == PolypKind.Sessile);
        Assert.Contains(scene.Visits.Zip(scene.Visits.Skip(1)), pair => pair.Second.Start - pair.First.End > 2);
    }
}
