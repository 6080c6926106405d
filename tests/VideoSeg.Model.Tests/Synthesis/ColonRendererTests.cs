using VideoSeg.Model.Synthesis;
using Xunit;

namespace VideoSeg.Model.Tests.Synthesis;

public class ColonRendererTests
{
    [Fact]
    public void Render_SameSeedOtherObjects_GivesTheSameBytes()
    {
        var first = new ColonRenderer(new ColonScene(5, new ColonOptions()), Scenes.Small).Render(2);
        var second = new ColonRenderer(new ColonScene(5, new ColonOptions()), Scenes.Small).Render(2);

        Assert.Equal(first.Picture.Data, second.Picture.Data);
        Assert.Equal(first.Mask.Data, second.Mask.Data);
    }

    [Fact]
    public void Render_OtherThreadsAndEarlierFrames_GivesTheSameBytes()
    {
        ColonScene scene = Scenes.Create(5);
        double time = scene.FirstVisit();
        RenderedFrame alone = new ColonRenderer(scene, Scenes.Small).Render(time);
        var busy = new ColonRenderer(scene, Scenes.Small with { Threads = 5 });
        busy.Render(time + 3);
        RenderedFrame later = busy.Render(time);

        Assert.Equal(alone.Picture.Data, later.Picture.Data);
        Assert.Equal(alone.Mask.Data, later.Mask.Data);
    }

    [Fact]
    public void Render_OtherSeed_GivesAnotherPicture()
    {
        RenderedFrame first = new ColonRenderer(Scenes.Create(5), Scenes.Small).Render(2);
        RenderedFrame second = new ColonRenderer(Scenes.Create(6), Scenes.Small).Render(2);

        Assert.True(MeanDifference(first, second) > 10);
    }

    [Fact]
    public void Render_DuringAVisit_ShowsAPolypOfSomeSizeThatStandsOut()
    {
        ColonScene scene = Scenes.Create(5);
        RenderedFrame frame = new ColonRenderer(scene, Scenes.Small).Render(scene.FirstVisit());
        int pixels = frame.Mask.Data.Count(value => value == 255);

        Assert.All(frame.Mask.Data, value => Assert.True(value is 0 or 255));
        Assert.InRange(pixels, 160 * 120 / 100, 160 * 120 / 2);
    }

    [Fact]
    public void Render_WithoutPolyps_HasAnEmptyMask()
    {
        ColonScene scene = Scenes.Create(5, new ColonOptions { MaxPolyps = 0 });
        var renderer = new ColonRenderer(scene, Scenes.Small);

        Assert.Empty(scene.Visits);
        for (double time = 0; time < 10; time += 2.5)
        {
            Assert.DoesNotContain(renderer.Render(time).Mask.Data, value => value != 0);
        }
    }

    [Fact]
    public void Render_OutsideTheOctagon_IsBlackAndUnmarked()
    {
        ColonScene scene = Scenes.Create(5);
        RenderedFrame frame = new ColonRenderer(scene, Scenes.Small).Render(scene.FirstVisit());
        var view = new FieldOfView(Scenes.Small.FieldOfView, 160, 120);
        int outside = 0;
        for (int i = 0; i < 160 * 120; i++)
        {
            if (view.Coverage(i % 160, i / 160) == 0)
            {
                outside++;
                Assert.Equal(0, frame.Picture.Data[3 * i] | frame.Picture.Data[(3 * i) + 1] | frame.Picture.Data[(3 * i) + 2] | frame.Mask.Data[i]);
            }
        }

        Assert.InRange(outside, 160 * 120 / 10, 160 * 120 / 2);
    }

    [Fact]
    public void Render_FramesOneAfterTheOther_ChangeLittle()
    {
        ColonScene scene = Scenes.Create(5);
        var renderer = new ColonRenderer(scene, Scenes.Small with { Noise = 0 });
        double near = 0, far = 0;
        for (double time = 0; time < 9; time += 1.5)
        {
            RenderedFrame first = renderer.Render(time);
            double step = MeanDifference(first, renderer.Render(time + 0.04));
            near += step;
            far += MeanDifference(first, renderer.Render(time + 1));

            Assert.InRange(step, 0.05, 14);
        }

        Assert.True(near < far / 3, $"{near} between neighbours, {far} a second apart");
    }

    [Fact]
    public void Render_LightOfTheSensor_IsNeitherDarkNorWhite()
    {
        ColonScene scene = Scenes.Create(8);
        var renderer = new ColonRenderer(scene, Scenes.Small);
        var view = new FieldOfView(Scenes.Small.FieldOfView, 160, 120);
        for (double time = 0; time < 10; time += 2)
        {
            RenderedFrame frame = renderer.Render(time);
            double mean = Enumerable.Range(0, 160 * 120).Where(i => view.Coverage(i % 160, i / 160) == 1).Average(i => (double)frame.Picture.Data[3 * i]);

            Assert.InRange(mean, 110, 220);
        }
    }

    [Fact]
    public void Constructor_OptionsOutOfRange_ListsThemAll()
    {
        var fault = Assert.Throws<VideoSegException>(() => new ColonRenderer(
            Scenes.Create(5), new RenderOptions { Width = 5, SamplesPerPixel = 0, FieldOfView = new FieldOfViewOptions { ViewingAngle = 10 } }));

        Assert.Equal(FaultKind.Usage, fault.Kind);
        Assert.Contains("Width", fault.Message, StringComparison.Ordinal);
        Assert.Contains("SamplesPerPixel", fault.Message, StringComparison.Ordinal);
        Assert.Contains("ViewingAngle", fault.Message, StringComparison.Ordinal);
    }

    private static double MeanDifference(RenderedFrame a, RenderedFrame b) =>
        a.Picture.Data.Zip(b.Picture.Data, (x, y) => Math.Abs(x - y)).Average();
}
