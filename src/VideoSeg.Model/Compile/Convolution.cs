using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;

namespace VideoSeg.Model.Compile;

/// <summary>What the passes need to know of convolutions of every kind: linear, but for the bias, and mixing channels.</summary>
internal static class Convolution
{
    public static bool Is(Operation operation) => operation is Conv2d or ConvTranspose2d or UpsampledConv2d;

    /// <summary>A 1x1 convolution that keeps the size: a matrix that multiplies the channels of each pixel.</summary>
    public static bool IsPointwise(Operation operation) => operation is Conv2d { Kernel: 1, Stride: 1, Padding: 0 };

    /// <summary>Whether it adds a bias.</summary>
    public static bool HasBias(Operation operation) => operation is Conv2d { Bias: true } or ConvTranspose2d { Bias: true } or UpsampledConv2d { Bias: true };

    /// <summary>Where the output channels are in its kernel.</summary>
    public static KernelAxis Outputs(Operation operation) => operation switch
    {
        Conv2d conv => new(1, conv.OutChannels, conv.InChannels * conv.Kernel * conv.Kernel),
        ConvTranspose2d conv => new(conv.InChannels, conv.OutChannels, conv.Kernel * conv.Kernel),
        UpsampledConv2d conv => new(UpsampledConv2d.Phases, conv.OutChannels, conv.InChannels * UpsampledConv2d.Kernel * UpsampledConv2d.Kernel),
        _ => throw new GraphException($"{operation.GetType().Name} is no convolution"),
    };

    /// <summary>Where the input channels are in its kernel.</summary>
    public static KernelAxis Inputs(Operation operation) => operation switch
    {
        Conv2d conv => new(conv.OutChannels, conv.InChannels, conv.Kernel * conv.Kernel),
        ConvTranspose2d conv => new(1, conv.InChannels, conv.OutChannels * conv.Kernel * conv.Kernel),
        UpsampledConv2d conv => new(
            UpsampledConv2d.Phases * conv.OutChannels, conv.InChannels, UpsampledConv2d.Kernel * UpsampledConv2d.Kernel),
        _ => throw new GraphException($"{operation.GetType().Name} is no convolution"),
    };

    /// <summary>The same with this number of outputs.</summary>
    public static Operation With(Operation operation, int outChannels, bool bias) => operation switch
    {
        Conv2d conv => conv with { OutChannels = outChannels, Bias = bias },
        ConvTranspose2d conv => conv with { OutChannels = outChannels, Bias = bias },
        UpsampledConv2d conv => conv with { OutChannels = outChannels, Bias = bias },
        _ => throw new GraphException($"{operation.GetType().Name} is no convolution"),
    };

    /// <summary>
    /// The convolutions whose sum <paramref name="value"/> is, one if it is a convolution itself; null if it is something else, or anybody but
    /// <paramref name="reader"/> reads it or a part of it. They may have been enlarged before they were summed: each pixel is then a mean of
    /// pixels, so that what scales, shifts or mixes channels gives the same before as after.
    /// </summary>
    public static List<DraftNode>? Addends(NetworkDraft draft, DraftNode value, DraftNode reader)
    {
        var convolutions = new List<DraftNode>();
        return Collect(draft, value, reader, convolutions) ? convolutions : null;
    }

    private static bool Collect(NetworkDraft draft, DraftNode node, DraftNode reader, List<DraftNode> convolutions)
    {
        if (draft.SoleReader(node) != reader)
        {
            return false;
        }

        if (Is(node.Operation))
        {
            convolutions.Add(node);
            return true;
        }

        return node.Operation is Add or UpsampleNearest or UpsampleBilinear && node.Inputs.TrueForAll(addend => Collect(draft, addend, node, convolutions));
    }
}
