using System.Globalization;

namespace VideoSeg.Model.Training;

/// <summary>The folder of a training run: what lies in it, written so that a kill at any moment leaves it whole.</summary>
internal sealed class RunFolder
{
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

    /// <summary>Opens a new or an interrupted run.</summary>
    /// <exception cref="VideoSegException">The folder holds a run and <paramref name="resume"/> is not set, or the reverse, or the recipe differs.</exception>
    public static RunFolder Open(string path, TrainingConfig config, bool resume)
    {
        var folder = new RunFolder(path);
        string json = TrainingConfigFile.ToJson(config);
        bool exists = File.Exists(folder.Config);
        if (resume && !exists)
        {
            throw new VideoSegException(FaultKind.Usage, $"expected a run to resume in {path}, found none. Leave out --resume to start one.");
        }

        if (!resume && (exists || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())))
        {
            throw new VideoSegException(FaultKind.Output, $"expected {path} to be new or empty, found files in it. Choose another folder, or give --resume to go on with the run there.");
        }

        if (resume && File.ReadAllText(folder.Config) is var before && before != json)
        {
            string changes = string.Join("\n  ", json.Split('\n').Except(before.Split('\n')).Select(line => line.Trim()));
            throw new VideoSegException(FaultKind.Usage, $"expected the recipe that the run in {path} was started with, found other values:\n  {changes}\nResume with the recipe in {folder.Config}, or start a new run.");
        }

        try
        {
            Directory.CreateDirectory(path);
            folder.Write(folder.Config, json);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VideoSegException(FaultKind.Output, $"expected to write into {path}: {e.Message}", e);
        }

        return folder;
    }

    /// <summary>Writes the log, all rows.</summary>
    public void WriteLog(IEnumerable<EpochRecord> history) => Write(Log,
        "epoch,size,learning_rate,loss,validation_loss,validation_dice,validation_iou,seconds\n" +
        string.Concat(history.Select(r => string.Create(CultureInfo.InvariantCulture,
            $"{r.Epoch},{r.Size},{r.LearningRate:g4},{r.Loss:f5},{r.ValidationLoss:f5},{r.ValidationDice:f5},{r.ValidationIou:f5},{r.Seconds:f1}\n"))));

    /// <summary>Writes a text file beside its place and moves it there.</summary>
    public void Write(string file, string text) => Replace(file, temporary => File.WriteAllText(temporary, text));

    /// <summary>Has <paramref name="write"/> make a file beside its place, then moves it there.</summary>
    public void Replace(string file, Action<string> write)
    {
        string temporary = file + ".part";
        write(temporary);
        File.Move(temporary, file, overwrite: true);
    }

    private string At(string name) => System.IO.Path.Combine(Path, name);
}
