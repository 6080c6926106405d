using VideoSeg.Model.Training;

namespace VideoSeg.Host.Commands;

/// <summary>Shows a training run on standard error: a line an epoch, and on a terminal a status line in between.</summary>
internal sealed class TrainingConsole : IProgress<TrainingProgress>, IProgress<string>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    private readonly bool _terminal = !Console.IsErrorRedirected;
    private long _last;

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        string left = value.Remaining is { } remaining ? $", {DurationText.Of(remaining)} left" : "";
        if (value.Completed is { } epoch)
        {
            Clear();
            Console.Error.WriteLine(
                $"epoch {epoch.Epoch}/{value.Epochs}  {epoch.Size} px  loss {epoch.Loss:f4}  validation loss {epoch.ValidationLoss:f4}  " +
                $"Dice {epoch.ValidationDice:f4}{(epoch.ValidationPolypDice is { } polyps ? $" (any polyp {polyps:f4})" : "")}  IoU {epoch.ValidationIou:f4}  {epoch.ImagesPerSecond:f1} images/s{left}");
        }
        else if (_terminal && TimeProvider.System.GetElapsedTime(_last) >= Interval)
        {
            _last = TimeProvider.System.GetTimestamp();
            Clear();
            Console.Error.Write($"epoch {value.Epoch}/{value.Epochs}  {value.Size} px  {value.Sample}/{value.Samples} images  {value.SamplesPerSecond:f1} images/s{left}");
        }
    }

    /// <inheritdoc/>
    public void Report(string value)
    {
        Clear();
        Console.Error.WriteLine(value);
    }

    private void Clear()
    {
        if (_terminal)
        {
            Console.Error.Write("\r\u001b[K");
        }
    }
}
