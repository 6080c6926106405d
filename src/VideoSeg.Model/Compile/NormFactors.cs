using VideoSeg.Model.Graph.Operations;

namespace VideoSeg.Model.Compile;

/// <summary>What a batch normalisation does in inference, y = Scale x + Shift for each channel, from its running statistics.</summary>
internal sealed record NormFactors(double[] Scale, double[] Shift)
{
    /// <summary>The factors of the normalisation <paramref name="node"/>.</summary>
    public static NormFactors Of(NetworkDraft draft, DraftNode node)
    {
        var norm = (BatchNorm2d)node.Operation;
        float[] weight = draft.GetFloats(node.WeightName);
        float[] bias = draft.GetFloats(node.BiasName);
        float[] mean = draft.GetFloats($"{node.Name}.running_mean");
        float[] variance = draft.GetFloats($"{node.Name}.running_var");
        var scale = new double[norm.Channels];
        var shift = new double[norm.Channels];
        for (int c = 0; c < scale.Length; c++)
        {
            scale[c] = weight[c] / Math.Sqrt(variance[c] + norm.Epsilon);
            shift[c] = bias[c] - (mean[c] * scale[c]);
        }

        return new(scale, shift);
    }
}
