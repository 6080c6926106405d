using VideoSeg.Model.Graph.Operations;

namespace VideoSeg.Model.Compile;

/// <summary>
/// ReLU(s x + t) = |s| ReLU(sign(s) x + t / |s|): moves |s| of a <see cref="ScaleShift"/> with ReLU that convolutions alone read into their
/// kernels, so that its factors are 1 or -1.
/// </summary>
/// <remarks>
/// A channel with s = 0 stays: its constant max(0, t) cannot become a bias of the convolution, which sees 0, not it, beyond the border. So does
/// one whose |s| is below a thousandth of the largest, as t / |s| would drown x in rounding.
/// </remarks>
public static class AbsorbScale
{
    private const double SmallestShare = 1e-3;

    /// <summary>Rewrites a network; the argument does not change.</summary>
    public static CompiledNetwork Apply(CompiledNetwork network)
    {
        var draft = new NetworkDraft(network);
        foreach (DraftNode node in draft.Nodes)
        {
            if (node.Operation is ScaleShift { Relu: true }
                && !draft.IsOutput(node)
                && draft.ReadersOf(node) is var readers
                && readers.All(reader => Convolution.Is(reader.Operation)))
            {
                double[] moved = MakeUnit(draft, node);
                foreach (DraftNode reader in readers)
                {
                    float[] kernel = draft.GetFloats(reader.WeightName);
                    Convolution.Inputs(reader.Operation).Scale(kernel, moved);
                    draft.SetFloats(reader.WeightName, kernel, draft.GetWeights(reader.WeightName).Shape);
                }
            }
        }

        return draft.ToNetwork();
    }

    /// <summary>Makes the factors 1 or -1 where that can be; returns what they were multiplied by.</summary>
    private static double[] MakeUnit(NetworkDraft draft, DraftNode node)
    {
        float[] scale = draft.GetFloats(node.WeightName);
        float[] shift = draft.GetFloats(node.BiasName);
        double smallest = SmallestShare * scale.Max(Math.Abs);
        var moved = new double[scale.Length];
        for (int c = 0; c < scale.Length; c++)
        {
            double size = Math.Abs(scale[c]);
            moved[c] = 1;
            if (size > 0 && size >= smallest)
            {
                moved[c] = size;
                scale[c] = Math.Sign(scale[c]);
                shift[c] = (float)(shift[c] / size);
            }
        }

        draft.SetFloats(node.WeightName, scale, [scale.Length]);
        draft.SetFloats(node.BiasName, shift, [shift.Length]);
        return moved;
    }
}
