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

    private readonly Option<string?> _yolo = new Option<string?>("--yolo")
    {
        Description = "Also write the polyps as a data set in YOLO's segmentation format: labels/frame-000012.txt for each frame with polyps, classes.txt, data.yaml.",
        HelpName = "DIR",
    }.NotEmpty();

    private readonly Option<string?> _touched = new Option<string?>("--touched")
    {
        Description = "Also write which pixels were drawn on, a lossless gray video (.mkv, .mov, .avi, .mp4): 255 where any sample may differ from the source's, chroma footprint included, else 0.",
        HelpName = "FILE",
    }.NotEmpty();

    /// <summary>Adds them to the command.</summary>
    public ResultArguments(Command command)
    {
        foreach (Option option in new Option[] { _coco, _yolo, _touched })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The job's options with what was asked for.</summary>
    public FileJobOptions Complete(FileJobOptions options, ParseResult parsed) => options with
    {
        Coco = parsed.GetValue(_coco),
        Yolo = parsed.GetValue(_yolo),
        Touched = parsed.GetValue(_touched),
    };
}
