using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;

namespace VideoSeg.Model.Compile;

/// <summary>
/// Moves each batch normalisation that follows a convolution, which nothing else reads, into its weights:
/// W' = W g / sqrt(v + eps), b' = (b - m) g / sqrt(v + eps) + beta. After a sum of such convolutions all are scaled, and the first takes the
/// shift. The convolution keeps its name; the one that takes the shift has a bias.
/// </summary>
public static class FoldBatchNorm
{
    /// <summary>Rewrites a network; the argument does not change.</summary>
    public static CompiledNetwork Apply(CompiledNetwork network)
    {
        var draft = new NetworkDraft(network);
        foreach (DraftNode node in draft.Nodes.Where(node => node.Operation is BatchNorm2d))
        {
            if (Convolution.Addends(draft, node.Inputs[0], node) is { } convolutions)
            {
                NormFactors norm = NormFactors.Of(draft, node);
                for (int i = 0; i < convolutions.Count; i++)
                {
                    Fold(draft, convolutions[i], norm.Scale, i == 0 ? norm.Shift : null);
                }

                draft.Redirect(node, node.Inputs[0]);
            }
        }

        return draft.ToNetwork();
    }

    private static void Fold(NetworkDraft draft, DraftNode convolution, double[] scale, double[]? shift)
    {
        float[] kernel = draft.GetFloats(convolution.WeightName);
        Convolution.Outputs(convolution.Operation).Scale(kernel, scale);
        draft.SetFloats(convolution.WeightName, kernel, draft.GetWeights(convolution.WeightName).Shape);

        bool hasBias = Convolution.HasBias(convolution.Operation);
        if (hasBias || shift is not null)
        {
            float[] bias = hasBias ? draft.GetFloats(convolution.BiasName) : new float[scale.Length];
            for (int c = 0; c < bias.Length; c++)
            {
                bias[c] = (float)((bias[c] * scale[c]) + (shift?[c] ?? 0));
            }

            draft.SetFloats(convolution.BiasName, bias, [bias.Length]);
            convolution.Operation = Convolution.With(convolution.Operation, bias.Length, bias: true);
        }
    }
}
