using System.Runtime.Intrinsics;
using VideoSeg.Model.Randomness;
using VideoSeg.Model.Synthesis;
using Xunit;

namespace VideoSeg.Model.Tests.Synthesis;

public class SurfaceTextureTests
{
    [Fact]
    public void Sample_OneTurnFurther_IsTheSame()
    {
        SurfaceTexture mucosa = Scenes.Library.Mucosa;
        for (float u = 0.03f; u < 1; u += 0.17f)
        {
            Vector256<float> here = mucosa.Sample(u, 0.4f, 1.5f), there = mucosa.Sample(u + 1, 0.4f - 2, 1.5f);

            Assert.True(Vector256.LessThanAll(Vector256.Abs(here - there), Vector256.Create(0.02f)));
        }
    }

    [Fact]
    public void Sample_CoarsestVersion_IsTheMeanOfTheFinest()
    {
        const int Size = 64;
        var planes = new float[SurfaceTexture.Channels][];
        for (int channel = 0; channel < planes.Length; channel++)
        {
            planes[channel] = new float[Size * Size];
            for (int i = 0; i < Size * Size; i++)
            {
                planes[channel][i] = ((i * 7919 * (channel + 1)) % 1000 / 1000f) - 0.3f;
            }
        }

        var texture = new SurfaceTexture(planes, Size);
        float sum = 0;
        for (int y = 0; y < 4; y++)
        {
            for (int x = 0; x < 4; x++)
            {
                sum += texture.Sample((x + 0.5f) / 4, (y + 0.5f) / 4, 4)[3];
            }
        }

        Assert.Equal(planes[3].Average(), sum / 16, 0.01f);
    }

    [Fact]
    public void Mucosa_ItsChannels_HoldWhatTheyAreNamedFor()
    {
        SurfaceTexture mucosa = Scenes.Library.Mucosa;
        var random = new CounterRandom(1, 1);
        int vessels = 0, squares = 0;
        for (int i = 0; i < 4000; i++)
        {
            Vector256<float> texel = mucosa.Sample(random.NextSingle(), random.NextSingle(), 0);
            vessels += texel[SurfaceTexture.Vessels] > 0.3f ? 1 : 0;
            squares += texel[SurfaceTexture.SlopeSquared] + 0.02f
                >= (texel[SurfaceTexture.SlopeU] * texel[SurfaceTexture.SlopeU]) + (texel[SurfaceTexture.SlopeV] * texel[SurfaceTexture.SlopeV]) ? 1 : 0;
        }

        Assert.InRange(vessels, 100, 1200);
        Assert.Equal(4000, squares);
    }
}
