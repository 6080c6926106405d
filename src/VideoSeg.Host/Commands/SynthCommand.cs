using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using VideoSeg.Host.Synthesis;
using VideoSeg.Model;
using VideoSeg.Model.Synthesis;

namespace VideoSeg.Host.Commands;

/// <summary><c>videoseg synth -o VIDEO</c>: renders a colonoscopy with exact masks; with <c>--stills</c>, pictures for training.</summary>
internal sealed class SynthCommand
{
    private const string VideoSize = "1280x720";
    private const string StillSize = "640x528";
    private static readonly string DurationRange = string.Create(CultureInfo.InvariantCulture, $"{ColonOptions.ShortestDuration} to {ColonOptions.LongestDuration}");

    private readonly Option<string> _output = new Option<string>("--output", "-o")
    {
        Description = "The video; its ending chooses the container (.mp4, .mkv, .mov). With --stills: the folder for images/ and masks/.",
        HelpName = "VIDEO|DIR",
        Required = true,
    }.NotEmpty();

    private readonly Option<string?> _masks = new Option<string?>("--masks")
    {
        Description = "Also write the masks (255 polyp, 0 else): a name ending in .mkv, .mov, .avi or .mp4 for a lossless gray video, else a folder for a PNG of each frame.",
        HelpName = "MASKS",
    }.NotEmpty();

    private readonly Option<ulong> _seed = new("--seed")
    {
        Description = "What is rendered: equal seeds give equal scenes. With --stills: the first still's seed, counting up. " +
            $"{ReservedSeeds.Sample} is the shipped sample's and never used for stills.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<double> _duration = new("--duration")
    {
        Description = $"Length in seconds, {DurationRange}.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 10,
    };

    private readonly Option<string?> _size = new("--size")
    {
        Description = $"Width and height in pixels, even, 32 to 4096. Default {VideoSize}; with --stills {StillSize}.",
        HelpName = "WxH",
    };

    private readonly Option<int> _frameRate = new("--fps") { Description = "Frames a second, 1 to 120.", HelpName = "N", DefaultValueFactory = _ => 25 };

    private readonly Option<int> _crf = new("--crf")
    {
        Description = "Quality of the H.264 video, 0 (lossless) to 51, smaller is better.",
        HelpName = "N",
        DefaultValueFactory = _ => 20,
    };

    private readonly Option<string> _audio = new Option<string>("--audio")
    {
        Description = "A sound track: the quiet pulse tone of a patient monitor (AAC, mono).",
        DefaultValueFactory = _ => "on",
    }.AcceptOnlyFromAmong("on", "off");

    private readonly Option<int?> _stills = new("--stills")
    {
        Description = "Instead of a video render this many unrelated stills for training, 1 to 1000000, as PNG pairs; about one in five shows no polyp.",
        HelpName = "N",
    };

    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace outputs that exist." };

    private readonly Option<bool> _json = new("--json") { Description = "Print the summary as one last line of JSON on standard output." };

    private SynthCommand(Command command)
    {
        _duration.Require(seconds => seconds is >= ColonOptions.ShortestDuration and <= ColonOptions.LongestDuration, $"{DurationRange} seconds");
        _frameRate.Require(rate => rate is >= 1 and <= 120, "1 to 120");
        _crf.Require(crf => crf is >= 0 and <= 51, "0 to 51");
        _stills.Require(count => count is null or (>= 1 and <= 1_000_000), "1 to 1000000");
        _size.Require(size => size is null || ParseSize(size) is not null, "WxH with even sides of 32 to 4096");
        foreach (Option option in new Option[] { _output, _masks, _seed, _duration, _size, _frameRate, _crf, _audio, _stills, _overwrite, _json })
        {
            command.Options.Add(option);
        }
    }

    public static Command Create()
    {
        var command = new Command("synth",
            "Render a colonoscopy: a made-up colon with folds, vessels, wet highlights and polyps, seen through a moving endoscope, with a mask that is exact to the pixel.");
        var synth = new SynthCommand(command);
        command.SetAction((parsed, cancellationToken) => Task.Run(() => synth.Run(parsed, cancellationToken), cancellationToken));
        return command;
    }

    private int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        JsonObject summary = parsed.GetValue(_stills) is { } stills ? RenderStills(parsed, stills, cancellationToken) : RenderVideo(parsed, cancellationToken);
        if (parsed.GetValue(_json))
        {
            Console.WriteLine(summary.ToJsonString());
        }

        return 0;
    }

    private JsonObject RenderVideo(ParseResult parsed, CancellationToken cancellationToken)
    {
        (int width, int height) = ParseSize(parsed.GetValue(_size) ?? VideoSize)!.Value;
        var options = new SynthVideoOptions
        {
            Video = parsed.GetRequiredValue(_output),
            Masks = parsed.GetValue(_masks),
            Seed = parsed.GetValue(_seed),
            Duration = parsed.GetValue(_duration),
            FrameRate = parsed.GetValue(_frameRate),
            Crf = parsed.GetValue(_crf),
            Audio = parsed.GetValue(_audio) == "on",
            Overwrite = parsed.GetValue(_overwrite),
            Rendering = new RenderOptions { Width = width, Height = height },
        };
        var progress = new SynthProgress("frames", options.Frames, TimeProvider.System);
        int withPolyps = progress.Show(() => SynthVideo.Write(options, progress, cancellationToken));
        double seconds = progress.Elapsed.TotalSeconds;
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{options.Frames} frames in {seconds:0.0} s, polyps in {withPolyps}: {options.Video}{(options.Masks is { } masks ? $", masks {masks}" : "")}"));
        return new JsonObject
        {
            ["frames"] = options.Frames,
            ["frames_with_polyps"] = withPolyps,
            ["seed"] = options.Seed,
            ["width"] = width,
            ["height"] = height,
            ["seconds"] = Math.Round(seconds, 3),
            ["fps"] = Math.Round(options.Frames / seconds, 2),
            ["video"] = options.Video,
            ["masks"] = options.Masks,
        };
    }

    private JsonObject RenderStills(ParseResult parsed, int count, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_masks) is not null)
        {
            throw new VideoSegException(FaultKind.Usage, "expected --masks or --stills, found both: stills have their masks in masks/ of the output folder");
        }

        (int width, int height) = ParseSize(parsed.GetValue(_size) ?? StillSize)!.Value;
        string folder = parsed.GetRequiredValue(_output);
        ulong seed = parsed.GetValue(_seed);
        var progress = new SynthProgress("stills", count, TimeProvider.System);
        int withPolyps = progress.Show(() =>
            SynthStills.Write(folder, count, seed, width, height, parsed.GetValue(_overwrite), progress, cancellationToken));
        double seconds = progress.Elapsed.TotalSeconds;
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} stills in {seconds:0.0} s, polyps in {withPolyps}: {folder}"));
        return new JsonObject
        {
            ["stills"] = count,
            ["stills_with_polyps"] = withPolyps,
            ["seed"] = seed,
            ["width"] = width,
            ["height"] = height,
            ["seconds"] = Math.Round(seconds, 3),
            ["folder"] = folder,
        };
    }

    // H.264 in 4:2:0 takes even sides only.
    private static (int Width, int Height)? ParseSize(string text)
    {
        string[] parts = text.Split('x');
        return parts.Length == 2 && Side(parts[0]) is { } width && Side(parts[1]) is { } height ? (width, height) : null;

        static int? Side(string part) => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int side) && side is >= 32 and <= 4096 && side % 2 == 0 ? side : null;
    }
}
