using VideoSeg.Model.Graph.Operations;

namespace VideoSeg.Model.Compile;

/// <summary>
/// Readies sums for convolutions that accumulate into the sum so far in place of writing a value of their own. Afterwards
/// <list type="bullet">
/// <item>no Add reads an Add that it alone reads: they are one;</item>
/// <item>an Add's last addends are the <see cref="Conv2d"/> that it alone reads; all others come before them, each group in the order of the
/// nodes;</item>
/// <item>those convolutions stand immediately before the Add, in the order of its inputs, so that nothing else is computed between them.</item>
/// </list>
/// The sum's first addend is thus written, or copied where somebody reads it later, and each convolution after it accumulates.
/// </summary>
public static class OrderAddends
{
    /// <summary>Rewrites a network; the argument does not change.</summary>
    public static CompiledNetwork Apply(CompiledNetwork network)
    {
        var draft = new NetworkDraft(network);
        foreach (DraftNode add in draft.Nodes.Where(node => node.Operation is Add))
        {
            add.Inputs = [.. add.Inputs.SelectMany(addend => addend.Operation is Add && draft.SoleReader(addend) == add ? addend.Inputs : [addend])];
        }

        foreach (DraftNode add in draft.Nodes.Where(node => node.Operation is Add))
        {
            bool Accumulates(DraftNode addend) => addend.Operation is Conv2d && draft.SoleReader(addend) == add;

            List<DraftNode> nodes = [.. draft.Nodes];
            add.Inputs = [.. add.Inputs.OrderBy(Accumulates).ThenBy(nodes.IndexOf)];
            foreach (DraftNode convolution in add.Inputs.Where(Accumulates).ToList())
            {
                draft.MoveBefore(convolution, add);
            }
        }

        return draft.ToNetwork();
    }
}
