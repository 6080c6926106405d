using System.Globalization;

namespace VideoSeg.Model.Data;

/// <summary>Pictures that are neighbouring frames of one video and must stay together in any split.</summary>
/// <param name="Number">The sequence's number.</param>
/// <param name="First">Number of its first picture.</param>
/// <param name="Last">Number of its last picture.</param>
public sealed record FrameSequence(int Number, int First, int Last)
{
    private const string Header = "sequence,first,last,frames";

    /// <summary>Reads a table of sequences as CVC-ClinicDB has it: CSV with the header <c>sequence,first,last,frames</c>.</summary>
    /// <exception cref="VideoSegException">The file cannot be read or is no such table (<see cref="FaultKind.Input"/>).</exception>
    public static IReadOnlyList<FrameSequence> ReadTable(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VideoSegException(FaultKind.Input, $"{path}: expected a table of sequences, it cannot be read: {e.Message}", e);
        }

        if (lines.Length == 0 || lines[0].Trim() != Header)
        {
            throw new VideoSegException(FaultKind.Input, $"{path}: expected the header {Header}, found '{lines.FirstOrDefault()}'");
        }

        var sequences = new List<FrameSequence>();
        for (int i = 1; i < lines.Length; i++)
        {
            if (!string.IsNullOrWhiteSpace(lines[i]))
            {
                sequences.Add(Parse(lines[i], path, i + 1));
            }
        }

        return sequences;
    }

    /// <summary>
    /// Groups samples by sequence; sequences without a sample are left out. The names must be picture numbers, or end in one behind <c>-</c> or <c>_</c>
    /// (<c>frame-000012</c>), each number once.
    /// </summary>
    /// <exception cref="VideoSegException">A name is no number or lies in no sequence, or two give the same number (<see cref="FaultKind.Input"/>).</exception>
    public static IReadOnlyList<IReadOnlyList<SegmentationSample>> Group(
        IReadOnlyList<SegmentationSample> samples, IReadOnlyList<FrameSequence> sequences) =>
        [.. Distinct(samples).GroupBy(s => Find(s, sequences).Number).OrderBy(g => g.Key).Select(g => g.ToList())];

    /// <summary>Orders samples by sequence, and within one by picture number, and gives the sequence of each by its name.</summary>
    /// <exception cref="VideoSegException">As for <see cref="Group"/>.</exception>
    public static (IReadOnlyList<SegmentationSample> Ordered, IReadOnlyDictionary<string, int> Sequences) Arrange(
        IReadOnlyList<SegmentationSample> samples, IReadOnlyList<FrameSequence> sequences)
    {
        var found = Distinct(samples).ToDictionary(s => s.Name, s => Find(s, sequences).Number, StringComparer.Ordinal);
        return ([.. samples.OrderBy(s => found[s.Name]).ThenBy(s => NumberOf(s.Name))], found);
    }

    /// <summary>Refuses samples of which two would be the same frame: they are of several videos, whose frames the table cannot tell apart.</summary>
    private static IReadOnlyList<SegmentationSample> Distinct(IReadOnlyList<SegmentationSample> samples)
    {
        var names = new Dictionary<int, string>();
        foreach (SegmentationSample sample in samples)
        {
            if (TryNumber(sample.Name, out int number) && !names.TryAdd(number, sample.Name))
            {
                throw new VideoSegException(FaultKind.Input, $"{sample.ImagePath}: expected one picture for each number of the sequences, found {names[number]} and {sample.Name} for {number}");
            }
        }

        return samples;
    }

    private static bool TryNumber(string name, out int number) =>
        int.TryParse(name.AsSpan(name.LastIndexOfAny(['-', '_']) + 1), NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static int NumberOf(string name) => int.Parse(name.AsSpan(name.LastIndexOfAny(['-', '_']) + 1), NumberStyles.None, CultureInfo.InvariantCulture);

    private static FrameSequence Find(SegmentationSample sample, IReadOnlyList<FrameSequence> sequences) =>
        TryNumber(sample.Name, out int number) &&
        sequences.FirstOrDefault(s => number >= s.First && number <= s.Last) is { } sequence
            ? sequence
            : throw new VideoSegException(FaultKind.Input, $"{sample.ImagePath}: expected a name that is, or ends in, a picture number within one of the sequences");

    private static FrameSequence Parse(string line, string path, int row)
    {
        string[] fields = line.Split(',');
        int[] numbers = new int[4];
        for (int i = 0; i < numbers.Length; i++)
        {
            if (fields.Length != numbers.Length || !int.TryParse(fields[i].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
            {
                throw new VideoSegException(FaultKind.Input, $"{path}: expected four whole numbers in line {row}, found '{line}'");
            }
        }

        return numbers[2] - numbers[1] + 1 == numbers[3]
            ? new FrameSequence(numbers[0], numbers[1], numbers[2])
            : throw new VideoSegException(FaultKind.Input, $"{path}: line {row} says {numbers[3]} frames from {numbers[1]} to {numbers[2]}");
    }
}
