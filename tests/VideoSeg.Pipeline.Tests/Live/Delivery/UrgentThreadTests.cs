using System.Globalization;
using VideoSeg.Pipeline.Live.Delivery;
using Xunit;

namespace VideoSeg.Pipeline.Tests.Live.Delivery;

public sealed class UrgentThreadTests
{
    // Fields of /proc/PID/stat behind the name, from 0: niceness and policy (SCHED_RR is 2).
    private const int Niceness = 16;
    private const int Policy = 38;

    [Fact]
    public async Task Begin_OnAThread_LetsItGoFirstAndNotThoseThatItStarts()
    {
        string[] before = Fields(), urgent = [], started = [];
        await OnAThreadAsync(() =>
        {
            UrgentThread.Begin();
            urgent = Fields();
            var child = new Thread(() => started = Fields());
            child.Start();
            child.Join();
        });

        Assert.SkipUnless(urgent[Policy] == "2" || urgent[Niceness] != before[Niceness], "needs the right to raise priorities (CAP_SYS_NICE)");
        Assert.Equal(("2", "0"), (urgent[Policy], started[Policy]));
    }

    private static string[] Fields()
    {
        string text = File.ReadAllText("/proc/thread-self/stat");
        string[] fields = text[(text.LastIndexOf(')') + 2)..].TrimEnd().Split(' ');
        Assert.True(int.Parse(fields[Policy], CultureInfo.InvariantCulture) >= 0);
        return fields;
    }

    private static Task OnAThreadAsync(Action action)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                action();
                done.SetResult();
            }
#pragma warning disable CA1031 // Told to the test.
            catch (Exception e)
#pragma warning restore CA1031
            {
                done.SetException(e);
            }
        }) { IsBackground = true }.Start();
        return done.Task;
    }
}
