using VideoSeg.Model.Graph.Operations;

namespace VideoSeg.Model.Compile;

/// <summary>
/// Lets a <see cref="ScaleShift"/> that reads a <see cref="ScaleChannels"/> (the end of squeeze and excitation) read the unscaled value and
/// the factors, and so do both in one pass over memory. Other readers keep reading the ScaleChannels, which goes when there are none.
/// </summary>
public static class MergeScale
{
    /// <summary>Rewrites a network; the argument does not change.</summary>
    public static CompiledNetwork Apply(CompiledNetwork network)
    {
        var draft = new NetworkDraft(network);
        foreach (DraftNode node in draft.Nodes)
        {
            if (node is { Operation: ScaleShift, Inputs: [{ Operation: ScaleChannels } scaled] })
            {
                node.Inputs = [.. scaled.Inputs];
            }
        }

        return draft.ToNetwork();
    }
}
