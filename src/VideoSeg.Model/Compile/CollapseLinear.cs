using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;

namespace VideoSeg.Model.Compile;

/// <summary>
/// Makes one convolution of two where nothing stands between: a 1x1 convolution after a convolution, or after a sum of convolutions, that
/// nothing else reads goes into each of them, W' = W1 Wk, b' = W1 bk (+ b1 once), unless that takes more multiply-accumulates. So the last
/// pyramid of ResUNet++, its 1x1 and the head become four dilated convolutions to the classes. The result has the name of the 1x1.
/// </summary>
public static class CollapseLinear
{
    /// <summary>Rewrites a network; the argument does not change.</summary>
    public static CompiledNetwork Apply(CompiledNetwork network)
    {
        var draft = new NetworkDraft(network);

        // Each time from the start: a convolution with fewer outputs than before may now suit what stands before it.
        while (draft.Nodes.Any(node => TryCollapse(draft, node)))
        {
        }

        return draft.ToNetwork();
    }

    private static bool TryCollapse(NetworkDraft draft, DraftNode node)
    {
        if (!Convolution.IsPointwise(node.Operation)
            || Convolution.Addends(draft, node.Inputs[0], node) is not { } addends
            || !Pays(draft, node, addends))
        {
            return false;
        }

        Collapse(draft, node, addends);
        return true;
    }

    private static bool Pays(NetworkDraft draft, DraftNode pointwise, List<DraftNode> addends)
    {
        Dictionary<DraftNode, TensorShape> shapes = draft.InferShapes();
        int channels = shapes[pointwise].Channels;
        long Work(DraftNode node, TensorShape output) =>
            node.Operation.CountMultiplyAccumulates([.. node.Inputs.Select(input => shapes[input])], output);

        // Of a convolution with fewer or more outputs, in proportion.
        long apart = Work(pointwise, shapes[pointwise]) + addends.Sum(addend => Work(addend, shapes[addend]));
        long together = addends.Sum(addend => Work(addend, shapes[addend]) / shapes[addend].Channels * channels);
        return together <= apart;
    }

    private static void Collapse(NetworkDraft draft, DraftNode pointwise, List<DraftNode> addends)
    {
        var matrix = (Conv2d)pointwise.Operation;
        float[] rows = draft.GetFloats(pointwise.WeightName);
        float[] bias = matrix.Bias ? draft.GetFloats(pointwise.BiasName) : new float[matrix.OutChannels];

        // The 1x1's node becomes what it reads: the one convolution, or the sum of several, which then keep their nodes.
        DraftNode read = pointwise.Inputs[0];
        bool single = Convolution.Is(read.Operation);
        for (int i = 0; i < addends.Count; i++)
        {
            DraftNode addend = addends[i];
            DraftNode target = single ? pointwise : addend;
            KernelAxis outputs = Convolution.Outputs(addend.Operation);
            float[] kernel = outputs.Mix(draft.GetFloats(addend.WeightName), rows, matrix.OutChannels);
            bool hasBias = Convolution.HasBias(addend.Operation);
            float[] mixedBias = hasBias
                ? new KernelAxis(1, outputs.Count, 1).Mix(draft.GetFloats(addend.BiasName), rows, matrix.OutChannels)
                : new float[matrix.OutChannels];
            target.Operation = Convolution.With(addend.Operation, matrix.OutChannels, hasBias || (i == 0 && matrix.Bias));
            draft.SetFloats(target.WeightName, kernel, target.Operation.Parameters[0].Shape);
            draft.SetFloats(target.BiasName, i == 0 ? [.. mixedBias.Zip(bias, (a, b) => a + b)] : mixedBias, [matrix.OutChannels]);
        }

        if (!single)
        {
            pointwise.Operation = read.Operation;
        }

        pointwise.Inputs = [.. read.Inputs];
    }
}
