using System.CommandLine;
using System.Globalization;
using VideoSeg.Model;
using VideoSeg.Model.Data;
using VideoSeg.Model.Images;

namespace VideoSeg.Host.Commands;

/// <summary><c>videoseg data split --images DIR --masks DIR --train FILE --test FILE</c>: parts a data set once and for all.</summary>
internal sealed class DataSplitCommand
{
    private readonly Option<string> _images = new Option<string>("--images") { Description = "Folder of pictures (JPEG, PNG, TIFF).", HelpName = "DIR", Required = true }.NotEmpty();

    private readonly Option<string> _masks = new Option<string>("--masks")
    {
        Description = "Folder of masks: a file of the same name (any extension) for each picture.",
        HelpName = "DIR",
        Required = true,
    }.NotEmpty();

    private readonly Option<double> _fraction = new("--fraction")
    {
        Description = "Share of the pictures that is held out, 0.01 to 0.5.",
        HelpName = "SHARE",
        DefaultValueFactory = _ => 0.2,
    };

    private readonly Option<int> _seed = new("--seed") { Description = "Picks the groups that are held out, 0 or more.", HelpName = "N", DefaultValueFactory = _ => 1 };

    private readonly Option<string?> _sequences = new Option<string?>("--sequences")
    {
        Description = "Table of the video sequences that the pictures are frames of (CSV: sequence,first,last,frames); none is parted.",
        HelpName = "FILE",
    }.NotEmpty();

    private readonly Option<string> _train = new Option<string>("--train") { Description = "List to write of the pictures to train on.", HelpName = "FILE", Required = true }.NotEmpty();

    private readonly Option<string> _test = new Option<string>("--test") { Description = "List to write of the pictures held out.", HelpName = "FILE", Required = true }.NotEmpty();

    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace the lists if they exist." };

    private DataSplitCommand(Command command)
    {
        foreach (Option option in new Option[] { _images, _masks, _fraction, _seed, _sequences, _train, _test, _overwrite })
        {
            command.Options.Add(option);
        }

        _fraction.Require(share => share is >= 0.01 and <= 0.5, "0.01 to 0.5");
        _seed.Require(seed => seed >= 0, "0 or more");
    }

    public static Command Create()
    {
        var command = new Command("split", "Part a data set into pictures to train on and pictures held out. Near-duplicates stay together; seed and names alone decide.");
        var split = new DataSplitCommand(command);
        command.SetAction((parsed, cancellationToken) => Task.FromResult(split.Run(parsed, cancellationToken)));
        return command;
    }

    private int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        (string train, string test) = (parsed.GetRequiredValue(_train), parsed.GetRequiredValue(_test));
        if (FileIdentity.AreSame(train, test))
        {
            throw new VideoSegException(FaultKind.Usage, $"expected two lists, got {train} for both");
        }

        IReadOnlyList<SegmentationSample> samples = SegmentationFolder.Open(parsed.GetRequiredValue(_images), parsed.GetRequiredValue(_masks), splitFile: null);
        string[] read = parsed.GetValue(_sequences) is { } given ? [given] : [];
        LocalOutput.RequireOther(train, read);
        LocalOutput.RequireOther(test, read);
        LocalOutput.Prepare(train, parsed.GetValue(_overwrite));
        LocalOutput.Prepare(test, parsed.GetValue(_overwrite));
        IReadOnlyList<IReadOnlyList<SegmentationSample>> groups = NearDuplicates.Group(samples, cancellationToken);
        if (parsed.GetValue(_sequences) is { } table)
        {
            groups = SampleGroups.Join(groups, FrameSequence.Group(samples, FrameSequence.ReadTable(table)));
        }

        ValidationSplit split = ValidationSplit.Create(groups, parsed.GetValue(_fraction), (ulong)parsed.GetValue(_seed));
        Write(train, split.Training);
        Write(test, split.Validation);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{split.Training.Count} names written to {train}, {split.Validation.Count} to {test}; {groups.Count(group => group.Count > 1)} groups of near-duplicates or frames kept together"));
        return 0;
    }

    private static void Write(string path, IEnumerable<SegmentationSample> samples) => FileReplacement.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        foreach (string name in samples.Select(sample => sample.Name).Order(StringComparer.Ordinal))
        {
            writer.Write(name + "\n");
        }
    });
}
