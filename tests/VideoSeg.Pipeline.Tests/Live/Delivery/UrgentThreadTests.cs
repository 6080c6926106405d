using System.Globalization;
using VideoSeg.Pipeline.Live.Delivery;
using Xunit;

namespace VideoSeg.Pipeline.Tests.Live.Delivery;

public sealed class UrgentThreadTests
{
    // Field of /proc/PID/stat behind the name, from 0: the policy (SCHED_RR is 2).
    private const int Policy = 38;

    // The bit of CAP_SYS_NICE.
    private const int SysNice = 23;

    [Fact]
    public async Task Begin_OnAThread_LetsItGoFirstAndNotThoseThatItStarts()
    {
        Assert.SkipUnless(MayRaise(), "needs the right to raise priorities (CAP_SYS_NICE)");
        string[] urgent = [], started = [];
        await OnAThreadAsync(() =>
        {
            UrgentThread.Begin();
            urgent = Fields();
            var child = new Thread(() => started = Fields());
            child.Start();
            child.Join();
        });

        Assert.Equal(("2", "0"), (urgent[Policy], started[Policy]));
    }

    private static bool MayRaise()
    {
        string rights = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("CapEff:", StringComparison.Ordinal))["CapEff:".Length..];
        return (ulong.Parse(rights.Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> SysNice & 1) != 0;
    }

    private static string[] Fields()
    {
        string text = File.ReadAllText("/proc/thread-self/stat");
        return text[(text.LastIndexOf(')') + 2)..].TrimEnd().Split(' ');
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
