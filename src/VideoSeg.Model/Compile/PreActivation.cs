using VideoSeg.Model.Graph.Operations;

namespace VideoSeg.Model.Compile;

/// <summary>
/// Makes each batch normalisation that no convolution could take in (<see cref="FoldBatchNorm"/>), as those at the head of a pre-activated
/// block, a <see cref="ScaleShift"/>, together with a ReLU that alone reads it: one pass over memory in place of two.
/// </summary>
public static class PreActivation
{
    /// <summary>Rewrites a network; the argument does not change.</summary>
    public static CompiledNetwork Apply(CompiledNetwork network)
    {
        var draft = new NetworkDraft(network);
        foreach (DraftNode node in draft.Nodes)
        {
            if (node.Operation is BatchNorm2d { Channels: int channels })
            {
                NormFactors norm = NormFactors.Of(draft, node);
                draft.SetFloats(node.WeightName, Array.ConvertAll(norm.Scale, s => (float)s), [channels]);
                draft.SetFloats(node.BiasName, Array.ConvertAll(norm.Shift, t => (float)t), [channels]);
                DraftNode? relu = draft.SoleReader(node) is { Operation: ReLU } reader ? reader : null;
                node.Operation = new ScaleShift(channels, Relu: relu is not null);
                if (relu is not null)
                {
                    draft.Redirect(relu, node);
                }
            }
        }

        return draft.ToNetwork();
    }
}
