using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Training;
using VideoSeg.Model.Training.Augmentation;
using Xunit;

namespace VideoSeg.Model.Tests.Training.Augmentation;

public class AugmenterTests
{
    private const int Size = 32;

    [Fact]
    public void Apply_WithoutOptions_ChangesNothing()
    {
        var (images, masks) = Sample(seed: 3);
        var (pictures, targets) = Run(new AugmentationOptions(), images, masks, epoch: 0);
        for (int i = 0; i < images.Length; i++)
        {
            Assert.InRange(pictures[i] - Math.Max(images[i] / 255f, 1e-4f), -1e-5f, 1e-5f);
        }

        Assert.Equal(masks.Select(m => (float)m), targets);
    }

    [Fact]
    public void Apply_Flip_MovesPictureAndMaskTogether()
    {
        var (images, masks) = Sample(seed: 4);
        var (pictures, targets) = Run(new AugmentationOptions { FlipHorizontal = 1 }, images, masks, epoch: 0);
        for (int y = 0; y < Size; y++)
        {
            for (int x = 0; x < Size; x++)
            {
                int to = (y * Size) + x, from = (y * Size) + (Size - 1 - x);
                Assert.InRange(pictures[to] - Math.Max(images[from] / 255f, 1e-4f), -1e-4f, 1e-4f);
                Assert.Equal((float)masks[from], targets[to]);
            }
        }
    }

    [Fact]
    public void Apply_Geometry_TargetIsWhereThePictureIsBright()
    {
        // A white disc on black, its mask the disc: whatever the turn, both must stay the same disc.
        byte[] masks = new byte[Size * Size], images = new byte[3 * Size * Size];
        for (int i = 0; i < Size * Size; i++)
        {
            double x = (i % Size) - 12, y = (i / Size) - 18;
            masks[i] = (x * x) + (y * y) < 60 ? (byte)1 : (byte)0;
            images[i] = images[i + (Size * Size)] = images[i + (2 * Size * Size)] = (byte)(255 * masks[i]);
        }

        var options = new AugmentationOptions { RotationDegrees = 180, Scale = 0.3, Shift = 0.1, ShearDegrees = 10, Stretch = 0.2, FlipVertical = 0.5 };
        for (int epoch = 0; epoch < 8; epoch++)
        {
            var (pictures, targets) = Run(options, images, masks, epoch);
            int differing = Enumerable.Range(0, Size * Size).Count(i => pictures[i] > 0.5f != targets[i] > 0.5f);
            Assert.InRange(differing, 0, 2);
            Assert.InRange(targets.Sum(), 60, 400);
        }
    }

    [Fact]
    public void Apply_GeometryOfSeveralClasses_KeepsTheirNumbersApart()
    {
        // A disc in halves of class 1 and class 3 side by side, the picture red in the one and blue in the other: wherever they are taken,
        // class and colour agree, and no number lies between them as an average would.
        byte[] masks = new byte[Size * Size], images = new byte[3 * Size * Size];
        for (int i = 0; i < Size * Size; i++)
        {
            double x = (i % Size) - 15.5, y = (i / Size) - 15.5;
            masks[i] = (x * x) + (y * y) < 100 ? (byte)(x < 0 ? 1 : 3) : (byte)0;
            images[i] = masks[i] == 1 ? (byte)255 : (byte)0;
            images[i + (2 * Size * Size)] = masks[i] == 3 ? (byte)255 : (byte)0;
        }

        var options = new AugmentationOptions { RotationDegrees = 180, Scale = 0.2, Shift = 0.1, ShearDegrees = 10, FlipVertical = 0.5 };
        for (int epoch = 0; epoch < 8; epoch++)
        {
            var (pictures, targets) = Run(options, images, masks, epoch, kinds: 3);
            int differing = 0;
            for (int i = 0; i < targets.Length; i++)
            {
                float red = pictures[i], blue = pictures[i + (2 * Size * Size)];
                float expected = red + blue <= 0.5f ? 0 : red >= blue ? 1 : 3;
                differing += targets[i] != expected ? 1 : 0;
                Assert.Contains(targets[i], new[] { 0f, 1f, 3f });
            }

            Assert.InRange(differing, 0, 4);
            Assert.InRange(targets.Count(value => value == 1), 30, 400);
            Assert.InRange(targets.Count(value => value == 3), 30, 400);
        }
    }

    [Fact]
    public void Draw_SameSeedEpochAndSample_IsTheSame()
    {
        var options = new AugmentationOptions { RotationDegrees = 90, HueDegrees = 20, BlurProbability = 0.5, CompressionProbability = 0.5 };
        var augmenter = new Augmenter(options, seed: 11);
        Assert.Equal(augmenter.Draw(2, 5).Affine, new Augmenter(options, seed: 11).Draw(2, 5).Affine);
        Assert.NotEqual(augmenter.Draw(2, 5).Affine, augmenter.Draw(3, 5).Affine);
        Assert.NotEqual(augmenter.Draw(2, 5).Affine, augmenter.Draw(2, 6).Affine);
    }

    [Fact]
    public void Blur_OfAConstantPicture_LeavesItConstantUpToTheBorder()
    {
        byte[] images = [.. Enumerable.Repeat((byte)128, 3 * Size * Size)];
        var (pictures, _) = Run(new AugmentationOptions { BlurProbability = 1, BlurSigma = 2 }, images, new byte[Size * Size], epoch: 0);
        Assert.All(pictures, value => Assert.InRange(value, (128 / 255f) - 1e-4f, (128 / 255f) + 1e-4f));
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(5)]
    public void Blur_OfAPoint_HasTheDeviationThatWasDrawn(double largest)
    {
        const int side = 64, centre = 32;
        var options = new AugmentationOptions { BlurProbability = 1, BlurSigma = largest };
        SampleTransform transform = Enumerable.Range(0, 100).Select(epoch => new Augmenter(options, seed: 1).Draw(epoch, 0)).MaxBy(t => t.BlurSigma)!;
        float[] point = new float[3 * side * side];
        point[(centre * side) + centre] = 1;
        using TensorScope scope = TensorScope.Enter();

        float[] blurred = Blur.Apply(Tensor.FromData<float>(point, [1, 3, side, side]), [transform]).ToArray<float>();

        double variance = Enumerable.Range(0, side * side).Sum(i => blurred[i] * Math.Pow((i % side) - centre, 2));
        Assert.InRange(Math.Sqrt(variance) / transform.BlurSigma, 0.93, 1.01); // the cut at 2.5 deviations takes some 5%
    }

    [Fact]
    public void Compression_ComparedWithLibjpeg_MakesTheSameErrors()
    {
        var (images, masks) = Sample(seed: 9);
        var options = new AugmentationOptions { CompressionProbability = 1, CompressionQuality = 40 };
        SampleTransform transform = new Augmenter(options, seed: 1).Draw(0, 0);
        var (pictures, _) = Run(options, images, masks, epoch: 0);

        byte[] real = new byte[Size * Size * 3];
        for (int i = 0; i < real.Length; i++)
        {
            real[i] = images[(i % 3 * Size * Size) + (i / 3)];
        }

        var encoding = new ImageEncoding { JpegQuality = transform.CompressionQuality, JpegSubsampling = JpegSubsampling.Yuv444 };
        byte[] jpeg = ImageFile.Encode(new Picture(Size, Size, PixelFormat.Rgb24, real), ImageContainer.Jpeg, encoding);
        real = ImageFile.Decode(jpeg, "memory").Data;
        double ours = 0, difference = 0;
        for (int i = 0; i < images.Length; i++)
        {
            double libjpeg = real[(i % (Size * Size) * 3) + (i / (Size * Size))] / 255.0;
            ours += Math.Abs(pictures[i] - (images[i] / 255.0));
            difference += Math.Abs(pictures[i] - libjpeg);
        }

        Assert.InRange(ours / images.Length, 0.005, 0.2);             // it does lose something,
        Assert.InRange(difference, 0, ours * 0.35);                   // and what it loses is mostly what libjpeg loses
    }

    private static (float[] Pictures, float[] Targets) Run(AugmentationOptions options, byte[] images, byte[] masks, int epoch, int kinds = 1)
    {
        using TensorScope scope = TensorScope.Enter();
        var augmenter = new Augmenter(options, seed: 1);
        var (pictures, targets) = Augmenter.Apply(
            Tensor.FromData<byte>(images, [1, 3, Size, Size]), Tensor.FromData<byte>(masks, [1, 1, Size, Size]), [augmenter.Draw(epoch, 0)], kinds);
        return (pictures.ToArray<float>(), targets.ToArray<float>());
    }

    /// <summary>A smooth random picture with a mask of blocks.</summary>
    private static (byte[] Images, byte[] Masks) Sample(int seed)
    {
        var random = new Random(seed);
        byte[] images = new byte[3 * Size * Size], masks = new byte[Size * Size];
        double[] wave = [.. Enumerable.Range(0, 9).Select(_ => random.NextDouble() * 6)];
        for (int i = 0; i < images.Length; i++)
        {
            int c = i / (Size * Size), x = i % Size, y = i / Size % Size;
            images[i] = (byte)(128 + (60 * Math.Sin((wave[c] * x / Size) + (wave[3 + c] * y / Size) + wave[6 + c])) + random.Next(-40, 40));
        }

        for (int i = 0; i < masks.Length; i++)
        {
            masks[i] = ((i % Size / 8) + (i / Size / 8)) % 3 == 0 ? (byte)1 : (byte)0;
        }

        return (images, masks);
    }
}
