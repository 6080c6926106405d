using System.CommandLine;

namespace VideoSeg.Host.Commands;

/// <summary><c>videoseg data</c>: what can be done with data sets outside of training.</summary>
internal static class DataCommand
{
    public static Command Create() => new("data", "Prepare data sets for training and evaluation.")
    {
        DataPackCommand.Create(),
        DataSplitCommand.Create(),
    };
}
