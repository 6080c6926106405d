using System.Runtime.InteropServices;
using System.Security.Cryptography;
using VideoSeg.Model.Architectures;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Tests.Torch;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Architectures;

/// <summary>
/// Against the PyTorch implementation in tests/vectors/resunetpp_reference.py, which was written independently: its logits are stored.
/// </summary>
[Collection(LeakCollection.Name)]
public sealed class ResUNetPlusPlusVectorTests
{
    private const int SampleStep = 61;

    private const string Suffix = ".vectors.safetensors";

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Repository.At("tests", "vectors"), $"*{Suffix}").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Reference_WithTheVectorsWeights_GivesPyTorchsProbabilitiesTo1e4(string file)
    {
        WeightSet vectors = SafetensorsFile.Read(Repository.At("tests", "vectors", file));
        ModelFile model = Weights(vectors);
        AssertClose(vectors.GetFloats("logits_64"), await Segment(model, 64));
        AssertClose(vectors.GetFloats("logits_352_samples"), [.. (await Segment(model, 352)).Where((_, i) => i % SampleStep == 0)]);
    }

    [Fact]
    public void Network_WithSeededWeights_GivesPyTorchsLogits()
    {
        using var scope = TensorScope.Enter();
        WeightSet vectors = SafetensorsFile.Read(Repository.At("tests", "vectors", $"resunetpp-seed1{Suffix}"));
        ModelFile model = Weights(vectors);
        using var network = new TorchNetwork(model.Graph, model.Weights, trainable: false);
        byte[] pixels = Picture(64).Data;
        float[] planes = [.. Enumerable.Range(0, 3).SelectMany(c => Enumerable.Range(0, 64 * 64).Select(i => pixels[(i * 3) + c] / 255f))];
        float[] logits = network.Forward(Tensor.FromData(planes, [1, 3, 64, 64]), training: false).ToArray<float>();

        // f32 sums of a few thousand terms in another order: some units in the sixth digit of the largest value.
        float[] expected = vectors.GetFloats("logits_64");
        float bound = 1e-5f * expected.Max(Math.Abs);
        Assert.All(expected.Zip(logits), pair => Assert.InRange(pair.Second - pair.First, -bound, bound));
    }

    [Fact]
    public void ShippedWeights_WhereTheyAreThere_HaveVectorsOfTheirOwn()
    {
        string shipped = Repository.At(ModelFile.ShippedPath);
        string vectors = Repository.At("tests", "vectors", $"{Path.GetFileNameWithoutExtension(shipped)}{Suffix}");
        Assert.True(
            !File.Exists(shipped) || (File.Exists(vectors) && SafetensorsFile.Read(vectors).Metadata["sha256"] == Sha256(shipped)),
            $"the vectors are not those of the shipped weights; run: python3 tests/vectors/resunetpp_reference.py {ModelFile.ShippedPath}");
    }

    private static ModelFile Weights(WeightSet vectors)
    {
        if (vectors.Metadata.TryGetValue("weights", out string? path))
        {
            Assert.Equal(vectors.Metadata["sha256"], Sha256(Repository.At(path)));
            return ModelFile.Open(Repository.At(path));
        }

        NetworkGraph graph = ResUNetPlusPlus.Build();
        return new("seeded", new ModelMetadata { Name = "seeded" }, graph, RandomWeights.Create(graph, ulong.Parse(vectors.Metadata["seed"])));
    }

    private static string Sha256(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    private static async Task<float[]> Segment(ModelFile model, int size)
    {
        await using var reference = new ReferenceSegmenter(
            model with { Metadata = model.Metadata with { InputWidth = size, InputHeight = size } }, new SegmenterOptions { Device = "cpu" });
        Picture picture = Picture(size);
        GCHandle pin = GCHandle.Alloc(picture.Data, GCHandleType.Pinned);
        try
        {
            using Segmentation result = await reference.SegmentAsync(new[] { Planes(picture, pin) }, default);
            return result.Plane(0).ToArray();
        }
        finally
        {
            pin.Free();
        }
    }

    private static unsafe ImagePlanes Planes(Picture picture, GCHandle pin) => picture.AsPlanes((byte*)pin.AddrOfPinnedObject());

    /// <summary>The picture of <c>picture(size)</c> in the script.</summary>
    private static Picture Picture(int size)
    {
        var picture = new Picture(size, size, PixelFormat.Rgb24);
        ReadOnlySpan<int> bases = [190, 95, 75];
        ReadOnlySpan<int> gains = [1, 2, 2];
        for (int i = 0; i < picture.Data.Length; i++)
        {
            int c = i % 3;
            int u = i / 3 % size * 352 / size;
            int v = i / 3 / size * 352 / size;
            int shade = (((u - 176) * (u - 176)) + ((v - 176) * (v - 176))) / 700;
            int bump = Math.Max(60 - (((3 * (u - 210) * (u - 210)) + (4 * (v - 150) * (v - 150))) / 200), 0);
            int grain = (int)(unchecked((uint)i * 2654435761) >> 28);
            picture.Data[i] = (byte)Math.Clamp(bases[c] + (bump * gains[c] / 2) - shade + grain, 0, 255);
        }

        return picture;
    }

    private static void AssertClose(float[] logits, float[] probabilities)
    {
        Assert.Equal(logits.Length, probabilities.Length);
        Assert.All(logits.Zip(probabilities), pair => Assert.Equal(1 / (1 + MathF.Exp(-pair.First)), pair.Second, 1e-4f));
    }
}
