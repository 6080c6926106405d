using VideoSeg.Model.Inputs;
using Xunit;

namespace VideoSeg.Model.Tests.Inputs;

/// <summary>
/// Values of another implementation: torch.nn.functional.interpolate(p / 255, size, mode="bilinear", antialias=True) of PyTorch 1.13 in float64,
/// for the picture p[y, x] = (37 x + 91 y + 7 x y) mod 256.
/// </summary>
public sealed class ResampleStoredValuesTests
{
    private static readonly float[] Shrink =
    [
        0.4447294f, 0.4906355f, 0.4772541f, 0.4702400f, 0.4949744f, 0.4861916f, 0.4994293f, 0.5532287f,
        0.4795267f, 0.5589730f, 0.5232190f, 0.5279483f, 0.4956009f, 0.5612532f, 0.5358775f, 0.5374335f,
        0.4786045f, 0.5105668f, 0.5145595f, 0.5112637f, 0.5199306f, 0.5069695f, 0.5224497f, 0.5890703f,
        0.6013113f, 0.5073972f, 0.4648622f, 0.5063042f, 0.5561439f, 0.4719372f, 0.4629930f, 0.5194708f,
        0.5006882f, 0.4050397f, 0.3702450f, 0.5209129f, 0.5402280f, 0.4899055f, 0.5277589f, 0.4564293f,
        0.5594426f, 0.4339662f, 0.4434647f, 0.5389227f, 0.5348022f, 0.4697495f, 0.5355815f, 0.5869570f,
    ];

    private static readonly float[] Enlarge =
    [
        0.0000000f, 0.0518207f, 0.1347339f, 0.2176471f, 0.3005602f, 0.3834734f, 0.4352941f,
        0.1427451f, 0.1984874f, 0.2876751f, 0.3768627f, 0.4660504f, 0.5552381f, 0.6109804f,
        0.3568627f, 0.4184874f, 0.5170868f, 0.6156863f, 0.7142857f, 0.8128852f, 0.8745098f,
        0.5709804f, 0.6384874f, 0.7464986f, 0.5533333f, 0.3601681f, 0.4681793f, 0.5356863f,
        0.7137255f, 0.7851541f, 0.8994398f, 0.5117647f, 0.1240896f, 0.2383754f, 0.3098039f,
    ];

    private static readonly float[] ShrinkAndEnlarge =
    [
        0.0621849f, 0.2901961f, 0.5441176f, 0.7617647f, 0.2348584f, 0.2397759f,
        0.3202241f, 0.5784314f, 0.4267647f, 0.4097059f, 0.4630065f, 0.6542857f,
        0.6151261f, 0.5174292f, 0.4181373f, 0.5093137f, 0.4448802f, 0.6260504f,
        0.6088515f, 0.3894989f, 0.5600980f, 0.6465686f, 0.4267538f, 0.4257143f,
        0.2010084f, 0.5404357f, 0.7522549f, 0.4199020f, 0.6317211f, 0.4548459f,
        0.4959104f, 0.6913725f, 0.4173529f, 0.7202941f, 0.4462745f, 0.5843697f,
        0.4896359f, 0.4518954f, 0.6095098f, 0.4936275f, 0.4950763f, 0.3123249f,
        0.3686275f, 0.4355120f, 0.5004902f, 0.5681373f, 0.5215686f, 0.4848739f,
        0.3766947f, 0.4860566f, 0.3914706f, 0.6426471f, 0.5480610f, 0.6574230f,
        0.6285714f, 0.4027451f, 0.6212745f, 0.3783333f, 0.5968627f, 0.3710364f,
        0.5792717f, 0.5536819f, 0.5875490f, 0.3775490f, 0.4114161f, 0.3858263f,
        0.4295798f, 0.7046187f, 0.5538235f, 0.3767647f, 0.6163834f, 0.5010084f,
        0.5523810f, 0.6882353f, 0.5200980f, 0.3759804f, 0.5982571f, 0.5588235f,
        0.7182073f, 0.6049237f, 0.4863725f, 0.3751961f, 0.4128105f, 0.6166387f,
        0.6750700f, 0.5808279f, 0.4568627f, 0.3745098f, 0.2505447f, 0.7299720f,
    ];

    [Fact]
    public void Convert_Shrinking_GivesPyTorchsValues() => Check(23, 17, 8, 6, Shrink);

    [Fact]
    public void Convert_Enlarging_GivesPyTorchsValues() => Check(4, 3, 7, 5, Enlarge);

    [Fact]
    public void Convert_ShrinkingOneWayOnly_GivesPyTorchsValues() => Check(10, 12, 6, 15, ShrinkAndEnlarge);

    private static void Check(int width, int height, int targetWidth, int targetHeight, float[] expected)
    {
        using var source = new PlanesBuffer(width, height, PixelFormat.Gray8);
        for (int i = 0; i < width * height; i++)
        {
            (int x, int y) = (i % width, i / width);
            source[0, x, y] = ((37 * x) + (91 * y) + (7 * x * y)) % 256;
        }

        float[] rgb = new float[3 * targetWidth * targetHeight];
        new InputConverter(targetWidth, targetHeight).Convert(source.Planes(range: ColorRange.Full), rgb);

        for (int i = 0; i < rgb.Length; i++)
        {
            Assert.Equal(expected[i % expected.Length], rgb[i], 1e-6f);
        }
    }
}
