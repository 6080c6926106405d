using System.Globalization;
using System.Text;

namespace VideoSeg.Model.Training;

/// <summary>The folder of a training run: what lies in it, written so that a kill at any moment leaves it whole.</summary>
internal sealed class RunFolder
{
    /// <summary>Name of the list of samples that are trained on.</summary>
    public const string SamplesName = "training.txt";

    private RunFolder(string path) => Path = path;

    /// <summary>The folder's path.</summary>
    public string Path { get; }

    /// <summary>The recipe with every default spelled out.</summary>
    public string Config => At("config.json");

    /// <summary>Everything a resumed run needs.</summary>
    public string Checkpoint => At("checkpoint.safetensors");

    /// <summary>Averaged weights of the epoch with the best validation Dice at the highest resolution so far.</summary>
    public string BestWeights => At("best.safetensors");

    /// <summary>Averaged weights of the last epoch.</summary>
    public string LastWeights => At("last.safetensors");

    /// <summary>One row an epoch.</summary>
    public string Log => At("log.csv");

    /// <summary>Loss and validation Dice over the epochs.</summary>
    public string Curve => At("curve.svg");

    /// <summary>Held-out pictures with truth and prediction, by the best weights so far.</summary>
    public string Predictions => At("predictions.png");

    /// <summary>Names of the held-out samples, one a line.</summary>
    public string Holdout => At("holdout.txt");

    /// <summary>Names of the samples that are trained on, one a line.</summary>
    public string Samples => At(SamplesName);

    /// <summary>The folder that the recipe lay in when the run was last begun or resumed, which its paths are relative to.</summary>
    public string Origin => At("recipe_folder.txt");

    /// <summary>SHA-256 of the files of weights and packs that the run learns from, one a line.</summary>
    public string Inputs => At("inputs.txt");

    /// <summary>What the paths of the recipe <paramref name="config"/> are relative to: its folder, or of the one kept in a run that of the one the run was begun with.</summary>
    public static string RecipeFolderOf(string config)
    {
        string folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(config))!;
        var run = new RunFolder(folder);
        return System.IO.Path.GetFileName(config) == System.IO.Path.GetFileName(run.Config) && File.Exists(run.Origin) ? Read(run.Origin).Trim() : folder;
    }

    /// <summary>Looks at the folder of a new or an interrupted run; writes nothing.</summary>
    /// <exception cref="VideoSegException">The folder holds a run and <paramref name="resume"/> is not set, or the reverse, or the recipe differs.</exception>
    public static RunFolder Open(string path, TrainingConfig config, bool resume)
    {
        var folder = new RunFolder(path);
        bool exists = HoldsRun(path);
        if (resume && !exists)
        {
            throw new VideoSegException(FaultKind.Usage, $"expected a run to resume in {path}, found none. Leave out --resume to start one.");
        }

        if (!resume && (exists || !IsNewOrEmpty(path)))
        {
            throw new VideoSegException(FaultKind.Output, $"expected {path} to be new or empty, found files in it. Choose another folder, or give --resume to go on with the run there.");
        }

        string json = TrainingConfigFile.ToJson(config);
        // Read and written again: a recipe of an older build lacks what has a default now.
        if (resume && TrainingConfigFile.ToJson(TrainingConfigFile.Read(folder.Config)) is var before && before != json)
        {
            string changes = string.Join("\n  ", json.Split('\n').Except(before.Split('\n')).Select(line => line.Trim()));
            throw new VideoSegException(FaultKind.Usage, $"expected the recipe that the run in {path} was started with, found other values:\n  {changes}\nResume with the recipe in {folder.Config}, or start a new run.");
        }

        return folder;
    }

    /// <summary>Whether there is a run in the folder <paramref name="path"/>, which can then be resumed.</summary>
    public static bool HoldsRun(string path) => File.Exists(new RunFolder(path).Config);

    /// <summary>Creates the folder of a new run and writes down recipe, files and samples; of a resumed run it checks that files and samples are the same.</summary>
    /// <param name="config">The recipe.</param>
    /// <param name="recipeFolder">What its paths are relative to.</param>
    /// <param name="inputs">The files that the run learns from besides the samples.</param>
    /// <param name="data">The samples.</param>
    /// <exception cref="VideoSegException">Files or samples differ (<see cref="FaultKind.Input"/>), or the folder cannot be written (<see cref="FaultKind.Output"/>).</exception>
    public void Begin(TrainingConfig config, string recipeFolder, IReadOnlyList<TrainingInput> inputs, TrainingData data)
    {
        string[] kept = File.Exists(Inputs) ? Read(Inputs).Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];
        string[] lines = TrainingInput.Merge(inputs, kept, Path);
        try
        {
            Directory.CreateDirectory(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VideoSegException(FaultKind.Output, $"expected to write into {Path}: {e.Message}", e);
        }

        Write(Config, TrainingConfigFile.ToJson(config));
        Write(Origin, System.IO.Path.GetFullPath(recipeFolder) + "\n");
        Write(Inputs, string.Concat(lines.Select(line => line + "\n")));
        WriteOrCompare(Holdout, "held-out samples", [.. data.Holdout.Select(sample => sample.Name)]);
        WriteOrCompare(Samples, "training samples", [.. data.Training.Select(sample => sample.Name)]);
    }

    /// <summary>Writes the log, all rows.</summary>
    public void WriteLog(IEnumerable<EpochRecord> history) => Write(Log,
        "epoch,size,learning_rate,loss,validation_loss,validation_dice,validation_iou,validation_polyp_dice,skipped_steps,seconds,images_per_second\n" +
        string.Concat(history.Select(r => string.Create(CultureInfo.InvariantCulture,
            $"{r.Epoch},{r.Size},{r.LearningRate:g4},{r.Loss:f5},{r.ValidationLoss:f5},{r.ValidationDice:f5},{r.ValidationIou:f5},{r.ValidationPolypDice ?? r.ValidationDice:f5},{r.SkippedSteps},{r.Seconds:f1},{r.ImagesPerSecond:f1}\n"))));

    /// <summary>Writes a text file beside its place and moves it there.</summary>
    /// <exception cref="VideoSegException">It cannot be written (<see cref="FaultKind.Output"/>).</exception>
    public static void Write(string file, string text) => Write(file, Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="Write(string, string)"/>
    public static void Write(string file, byte[] bytes) => FileReplacement.Write(file, stream => stream.Write(bytes));

    private static bool IsNewOrEmpty(string path)
    {
        try
        {
            return !Directory.Exists(path) || !Directory.EnumerateFileSystemEntries(path).Any();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VideoSegException(FaultKind.Output, $"expected {path} to be a folder to write into: {e.Message}", e);
        }
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VideoSegException(FaultKind.Input, $"{file}: cannot be read: {e.Message}", e);
        }
    }

    private static void WriteOrCompare(string file, string what, string[] names)
    {
        string text = string.Concat(names.Select(name => name + "\n"));
        if (!File.Exists(file))
        {
            Write(file, text);
            return;
        }

        string before = Read(file);
        if (before != text)
        {
            string[] old = before.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            throw new VideoSegException(FaultKind.Input,
                $"expected the {what} that the run was started with, {old.Length} listed in {file}, found {names.Length} ({Some(old.Except(names))} missing, {Some(names.Except(old))} new). Resume with the same --data, or start a new run.");
        }
    }

    private static string Some(IEnumerable<string> names)
    {
        const int shown = 5;
        string[] all = [.. names];
        return all.Length == 0 ? "none" : string.Join(", ", all.Take(shown)) + (all.Length > shown ? $" and {all.Length - shown} more" : "");
    }

    private string At(string name) => System.IO.Path.Combine(Path, name);
}
