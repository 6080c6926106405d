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
    /// <exception cref="VideoSegException">The file cannot be read or is no such table, or two of its lines hold the same number or picture (<see cref="FaultKind.Input"/>).</exception>
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

        var sequences = new List<(FrameSequence Sequence, int Line)>();
        for (int i = 1; i < lines.Length; i++)
        {
            if (!string.IsNullOrWhiteSpace(lines[i]))
            {
                FrameSequence sequence = Parse(lines[i], path, i + 1);
                if (sequences.Find(one => one.Sequence.Meets(sequence)) is { Sequence: { } known } other)
                {
                    string what = known.Number == sequence.Number ? $"the number {known.Number} once" : "every picture in one sequence";
                    throw new VideoSegException(FaultKind.Input, $"{path}: expected {what}, found '{lines[other.Line - 1]}' in line {other.Line} and '{lines[i]}' in line {i + 1}");
                }

                sequences.Add((sequence, i + 1));
            }
        }

        return [.. sequences.Select(one => one.Sequence)];
    }

    /// <summary>
    /// Orders samples as the frames of one video: by the number that each name ends in (2 before 10), those with the same beginning together.
    /// </summary>
    /// <exception cref="VideoSegException">A name ends in no number (<see cref="FaultKind.Input"/>).</exception>
    public static IReadOnlyList<SegmentationSample> InOrder(IEnumerable<SegmentationSample> samples) =>
        [.. samples.Select(sample => (Sample: sample, Key: OrderOf(sample)))
            .OrderBy(one => one.Key.Beginning, StringComparer.Ordinal).ThenBy(one => one.Key.Digits.Length).ThenBy(one => one.Key.Digits, StringComparer.Ordinal)
            .ThenBy(one => one.Sample.Name, StringComparer.Ordinal)
            .Select(one => one.Sample)];

    private static (string Beginning, string Digits) OrderOf(SegmentationSample sample)
    {
        string beginning = sample.Name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return beginning.Length < sample.Name.Length
            ? (beginning, sample.Name[beginning.Length..].TrimStart('0'))
            : throw new VideoSegException(FaultKind.Input, $"{sample.ImagePath}: expected a name that ends in the frame's number, which says when it was shown; or give --sequences");
    }

    private bool Meets(FrameSequence other) => Number == other.Number || (First <= other.Last && other.First <= Last);

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
