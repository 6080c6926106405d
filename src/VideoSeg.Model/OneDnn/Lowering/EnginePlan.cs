using System.Collections.Immutable;

namespace VideoSeg.Model.OneDnn.Lowering;

/// <summary>A network as steps of the CPU engine, for one input size.</summary>
/// <param name="Steps">In the order in which they run.</param>
/// <param name="ArenaBytes">Memory for all values.</param>
/// <param name="Result">Planes of logits, float [outputs, classes, height, width].</param>
/// <param name="Typed">What convolutions read, with the name of the node, which may come twice: for measuring its range.</param>
/// <param name="Slots">All values that lie in memory.</param>
internal sealed record EnginePlan(
    ImmutableArray<PlannedStep> Steps, long ArenaBytes, Slot Result, ImmutableArray<KeyValuePair<string, Slot>> Typed, ImmutableArray<Slot> Slots)
{
    /// <summary>Share of the multiply-accumulates that is done in 8 bits.</summary>
    public double Int8Share => Steps.Where(step => step.IsInt8).Sum(step => step.MultiplyAccumulates) / (double)Math.Max(1, Steps.Sum(step => step.MultiplyAccumulates));

    /// <summary>Builds the program; call on the thread that will run it.</summary>
    /// <param name="threads">Threads that a step is spread over.</param>
    /// <param name="like">A program of an equal plan, to share with; null for none.</param>
    public OneDnnProgram Build(int threads, OneDnnProgram? like = null)
    {
        var program = new OneDnnProgram(threads, ArenaBytes, like);
        try
        {
            foreach (PlannedStep step in Steps)
            {
                step.Emit(program);
            }

            return program;
        }
        catch
        {
            program.Dispose();
            throw;
        }
    }
}
