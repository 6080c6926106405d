using VideoSeg.Model.Torch;
using VideoSeg.Model.Training;
using VideoSeg.Model.Training.Augmentation;
using Xunit;

namespace VideoSeg.Model.Tests.Training.Augmentation;

public sealed class ExtrasTests
{
    private const int Size = 48;
    private const int Plane = Size * Size;

    [Fact]
    public void Paste_OfADonor_PutsItsPolypInAndKeepsItsClass()
    {
        using TensorScope scope = TensorScope.Enter();
        Tensor pictures = Tensor.Full([2, 3, Size, Size], 0.2), planes = Tensor.Zeros([2, 2, Size, Size]);
        Tensor donors = Tensor.Full([2, 3, Size, Size], 0.9), donorMasks = Tensor.FromData<float>(Disc(2, 16, 20, 8), [2, 1, Size, Size]);
        SampleExtras[] extras = [Drawn(new AugmentationOptions { CopyPasteProbability = 1 }, 3), Drawn(new AugmentationOptions { HighlightProbability = 1 }, 3)];

        var (pasted, masks) = Extras.Paste(pictures, planes, donors, ClassPlanes.Split(donorMasks, 2), extras);

        float[] bright = pasted.ToArray<float>(), kinds = masks.ToArray<float>();
        int polyp = kinds[Plane..(2 * Plane)].Count(value => value == 1);
        Assert.InRange(polyp, 60, 420); // a disc of 201 pixels, scaled by up to 1.4 either way
        Assert.All(kinds[..Plane], value => Assert.Equal(0, value)); // nothing of class 1
        for (int i = 0; i < Plane; i++)
        {
            bool inside = kinds[Plane + i] == 1;
            Assert.InRange(bright[i], inside ? 0.3f : 0.2f - 1e-5f, inside ? 0.9f + 1e-5f : 0.8f);
        }

        Assert.Contains(bright[..Plane], value => value > 0.89f);
        Assert.Contains(bright[..Plane], value => value is > 0.3f and < 0.8f); // the blended border
        Assert.All(bright[(3 * Plane)..], value => Assert.Equal(0.2f, value, 1e-5f));
        Assert.All(kinds[(2 * Plane)..], value => Assert.Equal(0, value)); // the second has no donor
    }

    [Fact]
    public void Highlight_WhereDrawn_WhitensSpotsAndNoOtherSample()
    {
        using TensorScope scope = TensorScope.Enter();
        SampleExtras[] extras = [Drawn(new AugmentationOptions { HighlightProbability = 1 }, 5), Drawn(new AugmentationOptions { CutoutProbability = 1 }, 5)];
        float[] result = Extras.Highlight(Tensor.Full([2, 3, Size, Size], 0.3), extras).ToArray<float>();
        Assert.Contains(result[..Plane], value => value > 0.6f);
        Assert.True(result[..Plane].Count(value => value < 0.35f) > Plane / 2);
        Assert.All(result, value => Assert.InRange(value, 0.299f, 1f));
        Assert.All(result[(3 * Plane)..], value => Assert.Equal(0.3f, value, 1e-5f));
    }

    [Fact]
    public void Hide_Borders_AreDarkAndWithoutPolyp()
    {
        using TensorScope scope = TensorScope.Enter();
        for (int sample = 0; sample < 12; sample++)
        {
            SampleExtras extras = Drawn(new AugmentationOptions { BorderProbability = 1 }, sample);
            var (pictures, planes) = Extras.Hide(Tensor.Full([1, 3, Size, Size], 0.7), Tensor.Ones([1, 1, Size, Size]), [extras]);
            float[] seen = pictures.ToArray<float>(), polyp = planes.ToArray<float>();
            for (int i = 0; i < Plane; i++)
            {
                Assert.Equal(polyp[i] == 1, seen[i] > 0.5f);
                Assert.True(seen[i] <= 0.06f + 1e-5f || seen[i] > 0.69f);
            }

            Assert.Equal(1, polyp[(Size / 2 * Size) + (Size / 2)]); // the middle is always seen
            Assert.InRange(polyp.Count(value => value == 0), 0, Plane / 2);
        }
    }

    [Fact]
    public void Hide_Hole_IsTheMeanAndHoldsNoPolyp()
    {
        using TensorScope scope = TensorScope.Enter();
        float[] picture = [.. Enumerable.Range(0, 3 * Plane).Select(i => (i % 2 == 0 ? 0.2f : 0.8f) - (0.1f * (i / Plane)))];
        SampleExtras extras = Drawn(new AugmentationOptions { CutoutProbability = 1, CutoutSize = 0.5 }, 4);
        var (pictures, planes) = Extras.Hide(Tensor.FromData<float>(picture, [1, 3, Size, Size]), Tensor.Ones([1, 1, Size, Size]), [extras]);
        float[] seen = pictures.ToArray<float>(), polyp = planes.ToArray<float>();
        Assert.InRange(polyp.Count(value => value == 0), 20, Plane / 4);
        for (int i = 0; i < 3 * Plane; i++)
        {
            Assert.Equal(polyp[i % Plane] == 0 ? 0.5f - (0.1f * (i / Plane)) : picture[i], seen[i], 1e-4f);
        }
    }

    [Fact]
    public void Changes_LeaveTheirResultsOnlyUntilTheStepEnds()
    {
        using TensorScope scope = TensorScope.Enter();
        var options = new AugmentationOptions { HighlightProbability = 1, BorderProbability = 1, CutoutProbability = 1, CopyPasteProbability = 1 };
        SampleExtras[] extras = [Drawn(options, 5), Drawn(options, 6)];
        Tensor pictures = Tensor.Full([2, 3, Size, Size], 0.3), planes = Tensor.Zeros([2, 1, Size, Size]);
        int before = scope.Count;
        Extras.Highlight(pictures, extras);
        Extras.Hide(pictures, planes, extras);
        Extras.Paste(pictures, planes, pictures, planes, extras);
        Assert.Equal(before + 5, scope.Count);
    }

    [Fact]
    public void Highlight_OfSeveralSpots_IsEachPixelsMostOpaque()
    {
        using TensorScope scope = TensorScope.Enter();
        SampleExtras extras = Enumerable.Range(0, 50).Select(sample => Drawn(new AugmentationOptions { HighlightProbability = 1 }, sample)).MaxBy(drawn => drawn.Spots.Length)!;
        Assert.True(extras.Spots.Length > 5 * SampleExtras.NumbersOfSpot);
        float[] found = Extras.Highlight(Tensor.Zeros([1, 3, Size, Size]), [extras]).ToArray<float>();
        for (int i = 0; i < Plane; i++)
        {
            double x = ((i % Size) + 0.5) * 2 / Size - 1, y = ((i / Size) + 0.5) * 2 / Size - 1;
            double most = extras.Spots.Chunk(SampleExtras.NumbersOfSpot).Max(s =>
            {
                double right = x - s[0], down = y - s[1];
                double along = ((right * s[4]) + (down * s[5])) / s[2], across = ((down * s[4]) - (right * s[5])) / s[3];
                return s[6] / (1 + Math.Exp(-4 * (1 - (along * along) - (across * across))));
            });
            Assert.Equal(most, found[i], 1e-4);
        }
    }

    [Fact]
    public void Apply_WithTheSameKey_IsTheSameAndLeavesTheOldDrawsAlone()
    {
        var plain = new AugmentationOptions { RotationDegrees = 90 };
        AugmentationOptions extra = plain with { HighlightProbability = 1, BorderProbability = 1, CutoutProbability = 1, CopyPasteProbability = 1 };
        Assert.Null(new Augmenter(plain, seed: 3).DrawExtras(1, 2, 10));
        Assert.Equal(new Augmenter(plain, seed: 3).Draw(1, 2).Affine, new Augmenter(extra, seed: 3).Draw(1, 2).Affine);
        SampleExtras one = new Augmenter(extra, seed: 3).DrawExtras(1, 2, 10)!, same = new Augmenter(extra, seed: 3).DrawExtras(1, 2, 10)!, other = new Augmenter(extra, seed: 3).DrawExtras(2, 2, 10)!;
        Assert.Equal(one.Spots, same.Spots);
        Assert.Equal(one.Border, same.Border);
        Assert.Equal(one.Donor, same.Donor);
        Assert.NotEqual(one.Hole, other.Hole);
    }

    private static SampleExtras Drawn(AugmentationOptions options, int sample) => new Augmenter(options, seed: 1).DrawExtras(0, sample, samples: 10)!;

    /// <summary>Masks with a disc of class 2.</summary>
    private static float[] Disc(int count, int x, int y, int radius) =>
        [.. Enumerable.Range(0, count * Plane).Select(i => (Math.Pow((i % Size) - x, 2) + Math.Pow((i / Size % Size) - y, 2)) <= radius * radius ? 2f : 0f)];
}
