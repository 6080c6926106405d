using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Compile;

/// <summary>
/// Splits convolutions of concatenated values, conv(W, [a; b]) = conv(Wa, a) + conv(Wb, b), and what treats each channel alone before them,
/// where a part was enlarged by nearest upsampling and <see cref="CommuteUpsample"/> can then work on the smaller value. The part for
/// channels 0 to 255 of a node is called <c>name[0:256]</c>.
/// </summary>
/// <remarks>
/// Any other Concat stays (those of U-Net and UNet++, whose parts come from transposed convolutions and bilinear upsampling): splitting
/// there costs an addition in place of the copy. The copy itself falls away in an engine that lets both producers write into one buffer.
/// </remarks>
public static class SplitConcat
{
    /// <summary>Rewrites a network; the argument does not change.</summary>
    public static CompiledNetwork Apply(CompiledNetwork network)
    {
        var draft = new NetworkDraft(network);
        foreach (DraftNode node in draft.Nodes)
        {
            Split(draft, node);
        }

        return draft.ToNetwork();
    }

    private static void Split(NetworkDraft draft, DraftNode node)
    {
        if (node.Inputs is not [{ Operation: Concat } concat] || !concat.Inputs.Exists(part => IsEnlargedFor(node.Operation, part)))
        {
            return;
        }

        Dictionary<DraftNode, TensorShape> shapes = draft.InferShapes();
        var parts = new List<DraftNode>();
        int start = 0;
        foreach (DraftNode input in concat.Inputs)
        {
            int count = shapes[input].Channels;
            parts.Add(Part(draft, node, input, start, count));
            start += count;
        }

        // The sum of the parts is the convolution's value, and the parts side by side are the other operations'.
        node.Operation = node.Operation is Conv2d ? new Add() : new Concat();
        node.Inputs = parts;

        // What is joined may itself be joined.
        parts.ForEach(part => Split(draft, part));
    }

    /// <summary>Whether a part of a Concat was enlarged, and an operation that reads the Concat can do with the smaller value.</summary>
    private static bool IsEnlargedFor(Operation operation, DraftNode part)
    {
        // What treats each channel alone was split just before; the enlargement is above it.
        DraftNode source = part;
        while (source.Inputs.Count > 0 && PerChannel.Is(source.Operation))
        {
            source = source.Inputs[0];
        }

        return source.Operation is UpsampleNearest up && CommuteUpsample.Suits(operation, up);
    }

    private static DraftNode Part(NetworkDraft draft, DraftNode node, DraftNode input, int start, int count)
    {
        Operation operation = node.Operation switch
        {
            // One part alone adds the bias.
            Conv2d conv => conv with { InChannels = count, Bias = conv.Bias && start == 0 },
            BatchNorm2d norm => norm with { Channels = count },
            ScaleShift affine => affine with { Channels = count },
            Operation other => other,
        };
        DraftNode part = draft.Add($"{node.Name}[{start}:{start + count}]", node.Stage, operation, input);
        foreach (ParameterSpecification parameter in operation.Parameters)
        {
            string whole = $"{node.Name}.{parameter.Name}";
            if (draft.HasWeights(whole))
            {
                draft.SetWeights($"{part.Name}.{parameter.Name}", Slice(draft, whole, node.Operation, parameter, start, count));
            }
        }

        return part;
    }

    private static WeightTensor Slice(NetworkDraft draft, string whole, Operation operation, ParameterSpecification part, int start, int count)
    {
        if (part.Role == ParameterRole.BatchCount || (operation is Conv2d && part.Role == ParameterRole.Bias))
        {
            return draft.GetWeights(whole);
        }

        float[] values = draft.GetFloats(whole);
        KernelAxis axis = operation is Conv2d ? Convolution.Inputs(operation) : new(1, values.Length, 1);
        return WeightTensor.FromFloats(axis.Slice(values, start, count), part.Shape);
    }
}
