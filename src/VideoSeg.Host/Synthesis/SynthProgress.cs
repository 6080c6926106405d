using System.Globalization;
using Spectre.Console;

namespace VideoSeg.Host.Synthesis;

/// <summary>Shows on standard error how far the rendering is: a bar on a terminal, else a line now and then.</summary>
internal sealed class SynthProgress(string what, int total, TimeProvider time) : IProgress<int>
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly long _start = time.GetTimestamp();
    private long _lastLine = time.GetTimestamp();
    private int _done;
    private ProgressTask? _task;

    /// <summary>Time since the beginning.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_start);

    /// <summary>Runs the work, which reports to this object, and shows its progress meanwhile.</summary>
    public T Show<T>(Func<T> work)
    {
        if (Console.IsErrorRedirected)
        {
            return work();
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                _task = context.AddTask(what, maxValue: total);
                return work();
            });
    }

    /// <inheritdoc/>
    public void Report(int value)
    {
        lock (_lock)
        {
            _done = Math.Max(_done, value);
            if (_task is not null)
            {
                _task.Value = _done;
            }
            else if (Console.IsErrorRedirected && time.GetElapsedTime(_lastLine) >= s_interval)
            {
                _lastLine = time.GetTimestamp();
                double seconds = Elapsed.TotalSeconds, left = (total - _done) * seconds / _done;
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_done} of {total} {what}, {_done / seconds:0.0} a second, {left:0} s left"));
            }
        }
    }
}
