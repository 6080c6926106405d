using System.Runtime.ExceptionServices;

namespace VideoSeg.Model;

/// <summary>Work on several threads whose faults come out as those of one.</summary>
public static class ParallelWork
{
    /// <summary>
    /// Runs <paramref name="work"/>, a loop of <see cref="Parallel"/>. Where it fails, the first <see cref="VideoSegException"/> of its threads is thrown, else
    /// the first of their exceptions, as it was thrown there and not in an <see cref="AggregateException"/>.
    /// </summary>
    public static void Run(Action work)
    {
        try
        {
            work();
        }
        catch (AggregateException e)
        {
            IReadOnlyList<Exception> faults = e.Flatten().InnerExceptions;
            ExceptionDispatchInfo.Throw(faults.FirstOrDefault(fault => fault is VideoSegException) ?? faults[0]);
        }
    }
}
