using System.CommandLine;
using System.Globalization;
using VideoSeg.Model.Data;
using VideoSeg.Model.Data.Packs;

namespace VideoSeg.Host.Commands;

/// <summary><c>videoseg data pack --images DIR --masks DIR -o FILE</c>: a data set in one file, at the network's size.</summary>
internal sealed class DataPackCommand
{
    private readonly Option<string> _images = new Option<string>("--images") { Description = "Folder of pictures (JPEG, PNG, TIFF).", HelpName = "DIR", Required = true }.NotEmpty();

    private readonly Option<string> _masks = new Option<string>("--masks")
    {
        Description = "Folder of masks: a file of the same name (any extension) for each picture, of the same size.",
        HelpName = "DIR",
        Required = true,
    }.NotEmpty();

    private readonly Option<string?> _split = new Option<string?>("--split")
    {
        Description = "Pack only the pictures that this file names, one a line, with or without extension; without it all.",
        HelpName = "FILE",
    }.NotEmpty();

    private readonly Option<string> _output = new Option<string>("--output", "-o") { Description = "The pack to write.", HelpName = "FILE", Required = true }.NotEmpty();

    private readonly Option<int> _classes = new Option<int>("--classes")
    {
        Description = "How many classes besides the background the masks hold, 1 to 31; of one, anything but background is it.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    }.Require(classes => classes is >= 1 and <= 31, "1 to 31");

    private readonly Option<int> _size = new Option<int>("--size")
    {
        Description = "Width and height that pictures and masks are scaled to, in pixels, 32 to 2048; training can use this size and smaller ones.",
        HelpName = "N",
        DefaultValueFactory = _ => 352,
    }.Require(size => size is >= 32 and <= 2048, "32 to 2048");

    private readonly Option<int> _quality = new Option<int>("--quality")
    {
        Description = "JPEG quality of the pictures, 1 to 100; 0: PNG, which loses nothing. Masks lose nothing in any case.",
        HelpName = "N",
        DefaultValueFactory = _ => new PackOptions().Quality,
    }.Require(quality => quality is >= 0 and <= 100, "0 to 100");

    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace the pack if it exists." };

    private DataPackCommand(Command command)
    {
        foreach (Option option in new Option[] { _images, _masks, _split, _output, _classes, _size, _quality, _overwrite })
        {
            command.Options.Add(option);
        }
    }

    public static Command Create()
    {
        var command = new Command("pack", "Pack a data set into one file, scaled as training scales it, that a recipe can name in place of the folders.");
        var pack = new DataPackCommand(command);
        command.SetAction((parsed, cancellationToken) => Task.FromResult(pack.Run(parsed, cancellationToken)));
        return command;
    }

    private int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        string output = parsed.GetRequiredValue(_output);
        string? split = parsed.GetValue(_split);
        IReadOnlyList<SegmentationSample> samples = SegmentationFolder.Open(parsed.GetRequiredValue(_images), parsed.GetRequiredValue(_masks), split);
        LocalOutput.RequireOther(output, split is null ? [] : [split]);
        LocalOutput.Prepare(output, parsed.GetValue(_overwrite));
        var options = new PackOptions { Size = parsed.GetValue(_size), Kinds = parsed.GetValue(_classes), Quality = parsed.GetValue(_quality) };
        using (PictureProgress progress = PictureProgress.OnStandardError(samples.Count))
        {
            PackWriter.Write(output, samples, options, progress, cancellationToken);
        }

        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{samples.Count} pictures of {options.Size} x {options.Size} packed into {output}, {new FileInfo(output).Length / 1e6:f1} MB"));
        return 0;
    }
}
