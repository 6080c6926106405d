using System.CommandLine;

namespace VideoSeg.Host.Commands;

/// <summary><c>videoseg model</c>: what can be done with networks and weights outside of video.</summary>
internal static class ModelCommand
{
    public static Command Create() => new("model", "Look at networks, bring weights in and take them out.")
    {
        ModelSummaryCommand.Create(),
        ModelCompileCommand.Create(),
        ModelCalibrateCommand.Create(),
        ModelAverageCommand.Create(),
        ModelTuneCommand.Create(),
        ModelImportCommand.Create(),
        ModelExportCommand.Create(),
    };
}
