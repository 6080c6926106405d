using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;

namespace VideoSeg.Model.Compile;

/// <summary>
/// Moves each nearest upsampling behind the operations that give the same either way and cost less before it: those that treat every pixel
/// alike (BN, ReLU, sigmoid, scaling) and 1x1 convolutions. A 3x3 convolution of a map enlarged twice becomes an
/// <see cref="UpsampledConv2d"/>. Other readers keep reading the enlarged value.
/// </summary>
public static class CommuteUpsample
{
    /// <summary>Rewrites a network; the argument does not change.</summary>
    public static CompiledNetwork Apply(CompiledNetwork network)
    {
        var draft = new NetworkDraft(network);

        // In the order of the nodes: what reads a value that is now enlarged after it, not before, comes later and finds it so.
        foreach (DraftNode node in draft.Nodes)
        {
            while (node.Inputs is [{ Operation: UpsampleNearest up } enlarged, ..] && Suits(node.Operation, up))
            {
                node.Inputs[0] = enlarged.Inputs[0];
                if (node.Operation is Conv2d { Kernel: 3 } conv)
                {
                    node.Operation = new UpsampledConv2d(conv.InChannels, conv.OutChannels, conv.Bias);
                    float[] phases = PhaseKernels.Of(draft.GetFloats(node.WeightName));
                    draft.SetFloats(node.WeightName, phases, node.Operation.Parameters[0].Shape);
                }
                else
                {
                    draft.Redirect(node, draft.Add($"{node.Name}.upsample", node.Stage, up, node));
                }
            }
        }

        return draft.ToNetwork();
    }

    /// <summary>Whether an operation whose first input is enlarged can do with the smaller one.</summary>
    internal static bool Suits(Operation operation, UpsampleNearest up) => operation switch
    {
        Conv2d { Kernel: 3, Stride: 1, Padding: 1, Dilation: 1 } => up.Factor == 2,
        _ => Convolution.IsPointwise(operation) || PerChannel.Is(operation),
    };
}
