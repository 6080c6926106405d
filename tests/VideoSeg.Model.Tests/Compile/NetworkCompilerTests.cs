using VideoSeg.Model.Architectures;
using VideoSeg.Model.Compile;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Tests.Torch;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Compile;

[Collection(LeakCollection.Name)]
public sealed class NetworkCompilerTests
{
    public static TheoryData<string> Architectures => new(ArchitectureCatalog.Names);

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Compile_OfEveryArchitecture_ComputesTheSame(string architecture)
    {
        CompiledNetwork network = CompileTestNetworks.WithRandomWeights(ArchitectureCatalog.Build(architecture, classes: 3), seed: 2);
        CompiledNetwork compiled = NetworkCompiler.Compile(network.Graph, network.Weights);
        Assert.DoesNotContain(compiled.Graph.Nodes, node => node.Operation is BatchNorm2d);
        CompileTestNetworks.AssertSameFunction(network, compiled);
    }

    [Fact]
    public void Explain_OfResUNetPlusPlus_GivesTheSpecifiedWork()
    {
        NetworkGraph graph = ResUNetPlusPlus.Build();
        CompilationReport report = NetworkCompiler.Explain(graph, WeightInitializer.Create(graph, 1), 352, 352);
        Assert.Equal(NetworkCompiler.Passes, report.Passes.Select(pass => pass.Pass));
        Assert.Equal(29_623_970_368, report.Original.MultiplyAccumulates);

        // The specification's 22.94 GMAC are the difference of rounded figures; in full it is 22.945. In each decoder the enlarged part of
        // the first 3x3 costs 4 taps of 9 and that of the shortcut a quarter; the bridge's 1x1 vanishes; the last pyramid goes to one plane.
        const long decoder = 256L * 128 * 88 * 88;
        const long bridge = 256L * 256 * 44 * 44;
        const long pyramid = ((4L * 9 * 32 * 15) + (16 * 16) + 16) * 352 * 352;
        Assert.Equal(29_623_970_368 - (3 * ((5 * decoder) + (3 * decoder / 4))) - bridge - pyramid, report.Compiled.MultiplyAccumulates);
        Assert.Equal(22_945_049_152, report.Compiled.MultiplyAccumulates);
        Assert.DoesNotContain(report.Network.Graph.Nodes, node => node.Operation is BatchNorm2d or Concat);
    }

    [Fact]
    public void Compile_OfTheShippedWeights_FindsTheSameInRealPictures()
    {
        string[] pictures = [.. File.ReadLines(RealData.At("kvasir-seg", "val.txt")).Take(2).Select(name => RealData.At("kvasir-seg", "images", $"{name}.jpg"))];
        ModelFile model = ModelFile.Open(null);
        CompiledNetwork compiled = NetworkCompiler.Compile(model.Graph, model.Weights);
        var converter = new InputConverter(model.Metadata.InputWidth, model.Metadata.InputHeight);
        using var scope = TensorScope.Enter();
        Tensor input = Tensor.Empty([pictures.Length, 3, converter.Height, converter.Width]);
        for (int i = 0; i < pictures.Length; i++)
        {
            Picture picture = ImageFile.Read(pictures[i]);
            unsafe
            {
                fixed (byte* data = picture.Data)
                {
                    converter.Convert(picture.AsPlanes(data), input.AsSpan<float>().Slice(i * converter.Length, converter.Length));
                }
            }
        }

        using var original = new TorchNetwork(model.Graph, model.Weights, trainable: false);
        using var rewritten = new TorchNetwork(compiled.Graph, compiled.Weights, trainable: false);
        float[] expected = original.Forward(input, training: false).ToArray<float>();
        float spread = expected.Max() - expected.Min();
        Assert.True(expected.Min() < 0 && expected.Max() > 0, "expected pictures that show a polyp and something else");
        Numbers.AssertClose(expected, rewritten.Forward(input, training: false).ToArray<float>(), 1e-4 * spread);
    }

    [Fact]
    public void Compile_OfWeightsThatDoNotFit_IsRefused()
    {
        NetworkGraph graph = ResUNetPlusPlus.Build();
        WeightSet weights = WeightInitializer.Create(graph, 1);
        var lacking = new WeightSet(weights.Tensors.Remove("output.bias"));
        VideoSegException fault = Assert.Throws<VideoSegException>(() => NetworkCompiler.Compile(graph, lacking));
        Assert.Equal(FaultKind.Input, fault.Kind);
        Assert.Contains("output.bias", fault.Message, StringComparison.Ordinal);
    }
}
