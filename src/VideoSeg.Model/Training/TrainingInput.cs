using System.Security.Cryptography;

namespace VideoSeg.Model.Training;

/// <summary>A file that a run learns from besides its samples: another one of the same name would give other numbers.</summary>
/// <param name="Name">What it is and its path as the recipe has it.</param>
/// <param name="Sha256">Of its bytes, in hexadecimal digits.</param>
internal sealed record TrainingInput(string Name, string Sha256)
{
    /// <summary>The recipe's teachers and packs and, where the run has not begun to learn, its initial weights.</summary>
    /// <exception cref="VideoSegException">One of them cannot be read (<see cref="FaultKind.Input"/>).</exception>
    public static IReadOnlyList<TrainingInput> Of(TrainingConfig config, string dataFolder, string recipeFolder, bool hasBegun)
    {
        var inputs = new List<TrainingInput>();
        if (!hasBegun && config.InitialWeights is { } initial)
        {
            inputs.Add(Read("initial weights", recipeFolder, initial));
        }

        inputs.AddRange(config.Distillation.Teachers.Distinct(StringComparer.Ordinal).Select(file => Read("teacher", recipeFolder, file)));
        inputs.AddRange(config.Data.Select(source => source.Pack).OfType<string>().Distinct(StringComparer.Ordinal).Select(file => Read("pack", dataFolder, file)));
        return inputs;
    }

    /// <summary>The lines to keep in a run's folder: those kept before and the new ones.</summary>
    /// <exception cref="VideoSegException">A file is another one than that kept (<see cref="FaultKind.Input"/>).</exception>
    public static string[] Merge(IReadOnlyList<TrainingInput> inputs, string[] kept, string run)
    {
        string[] lines = [.. inputs.Select(input => $"{input.Sha256}  {input.Name}")];
        string[] changed = [.. inputs.Select(input => input.Name).Where(name => kept.Any(line => line.EndsWith($"  {name}", StringComparison.Ordinal) && !lines.Contains(line)))];
        return changed.Length == 0
            ? [.. kept.Union(lines)]
            : throw new VideoSegException(FaultKind.Input,
                $"expected the files that the run in {run} was started with, found others of the same names: {string.Join(", ", changed)}. Put the old ones back, or start a new run.");
    }

    private static TrainingInput Read(string what, string folder, string file)
    {
        string path = Path.Combine(folder, file);
        try
        {
            using FileStream stream = File.OpenRead(path);
            return new TrainingInput($"{what} {file}", Convert.ToHexStringLower(SHA256.HashData(stream)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VideoSegException(FaultKind.Input, $"{path}: expected a file that can be read ({what}): {e.Message}", e);
        }
    }
}
