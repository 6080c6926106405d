using System.CommandLine;
using VideoSeg.Pipeline.Jobs;

namespace VideoSeg.Host.Commands;

/// <summary>The options of <c>process</c> that ask for results in the formats of other tools.</summary>
internal sealed class ResultArguments
{
    private readonly Option<string?> _coco = new Option<string?>("--coco")
    {
        Description = "Also write the polyps as a data set in COCO's format (instance segmentation): every frame as an image frame-000012.png, polyps with box, polygon, area, score, track_id.",
        HelpName = "FILE.json",
    }.NotEmpty();

    /// <summary>Adds them to the command.</summary>
    public ResultArguments(Command command) => command.Options.Add(_coco);

    /// <summary>The job's options with what was asked for.</summary>
    public FileJobOptions Complete(FileJobOptions options, ParseResult parsed) => options with
    {
        Coco = parsed.GetValue(_coco),
    };
}
