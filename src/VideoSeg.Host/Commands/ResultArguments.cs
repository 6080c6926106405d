using System.CommandLine;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Renditions;

namespace VideoSeg.Host.Commands;

/// <summary>The options of <c>process</c> that say which results there are, and in which form.</summary>
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

    private readonly Option<string> _rendition = new Option<string>("--rendition")
    {
        Description = "What the output shows: overlay, the recording with the polyps drawn on it; side-by-side, the recording as it was on the left and drawn on on the right; mask, the masks alone, white on black.",
        DefaultValueFactory = _ => "overlay",
    }.AcceptOnlyFromAmong("overlay", "side-by-side", "mask");

    /// <summary>Adds them to the command.</summary>
    public ResultArguments(Command command)
    {
        foreach (Option option in new Option[] { _coco, _yolo, _touched, _rendition })
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
        Rendition = parsed.GetRequiredValue(_rendition) switch
        {
            "side-by-side" => Rendition.SideBySide,
            "mask" => Rendition.Mask,
            _ => Rendition.Overlay,
        },
    };
}
