using System.Globalization;

namespace VideoSeg.Host.Commands;

/// <summary>How many pictures are done, how fast, and how long the rest will take: on a terminal in one line that is written anew, else a line now and then. Safe for several threads.</summary>
internal sealed class PictureProgress(int total, TextWriter writer, bool isTerminal, TimeProvider time) : IProgress<int>, IDisposable
{
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly long _start = time.GetTimestamp();
    private long _last = time.GetTimestamp();
    private bool _isShown;

    /// <summary>Progress on standard error.</summary>
    public static PictureProgress OnStandardError(int total) => new(total, Console.Error, !Console.IsErrorRedirected, TimeProvider.System);

    /// <inheritdoc/>
    public void Report(int value)
    {
        lock (_lock)
        {
            Show(value);
        }
    }

    /// <summary>Writes a message on lines of its own.</summary>
    public void Message(string message)
    {
        lock (_lock)
        {
            Clear();
            writer.WriteLine(message);
        }
    }

    /// <summary>Takes the progress line away.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            Clear();
        }
    }

    private void Show(int value)
    {
        if (time.GetElapsedTime(_last) < (isTerminal ? TerminalInterval : LineInterval))
        {
            return;
        }

        _last = time.GetTimestamp();
        double rate = value / Math.Max(time.GetElapsedTime(_start).TotalSeconds, 1e-3);
        string left = value > 0 && value < total ? $", {DurationText.Of(TimeSpan.FromSeconds((total - value) / rate))} left" : "";
        string line = string.Create(CultureInfo.InvariantCulture, $"{value} of {total} pictures, {rate:0.0#} a second{left}");
        if (isTerminal)
        {
            writer.Write($"\r\u001b[K{line}");
            _isShown = true;
        }
        else
        {
            writer.WriteLine(line);
        }
    }

    private void Clear()
    {
        if (_isShown)
        {
            writer.Write("\r\u001b[K");
            _isShown = false;
        }
    }
}
