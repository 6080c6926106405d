using System.Runtime.ExceptionServices;

namespace VideoSeg.Model.Tests.Training;

/// <summary>A thread of its own for each run, as libtorch's team of threads belongs to the one that calls it.</summary>
internal static class TrainingThread
{
    public static T Run<T>(Func<T> work)
    {
        T result = default!;
        ExceptionDispatchInfo? fault = null;
        var thread = new Thread(() =>
        {
            try
            {
                result = work();
            }
            catch (Exception e)
            {
                fault = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        fault?.Throw();
        return result;
    }
}
