using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;

namespace VideoSeg.Host.Commands;

/// <summary>Operations in a few words: <c>conv 3x3, dilation 6</c>.</summary>
internal static class OperationText
{
    /// <summary>What a node computes.</summary>
    public static string Describe(Node node) => node.Operation switch
    {
        Conv2d conv => $"conv {conv.Kernel}x{conv.Kernel}{Unless(1, "stride", conv.Stride)}{Unless(1, "dilation", conv.Dilation)}",
        ConvTranspose2d conv => $"transposed conv {conv.Kernel}x{conv.Kernel}{Unless(1, "stride", conv.Stride)}",
        UpsampledConv2d => "upsampled conv, 4 x 2x2",
        ScaleShift affine => $"{(node.Inputs.Length > 1 ? "factors, " : "")}affine{(affine.Relu ? ", ReLU" : "")}",
        ScaleChannels => "factors",
        BatchNorm2d => "batch norm",
        GlobalAveragePool => "global average",
        MaxPool2d pool => $"max pool {pool.Kernel}x{pool.Kernel}{Unless(1, "stride", pool.Stride)}",
        UpsampleNearest up => $"upsample nearest x{up.Factor}",
        UpsampleBilinear up => $"upsample bilinear x{up.Factor}",
        ReLU => "ReLU",
        Operation other => other.GetType().Name.ToLowerInvariant(),
    };

    private static string Unless(int usual, string name, int value) => value == usual ? "" : $", {name} {value}";
}
