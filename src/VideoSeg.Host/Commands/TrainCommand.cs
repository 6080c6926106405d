using System.CommandLine;
using VideoSeg.Model;
using VideoSeg.Model.Training;

namespace VideoSeg.Host.Commands;

/// <summary><c>videoseg train CONFIG.json --data DIR -o RUN</c>.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var config = new Argument<FileInfo>("config") { Description = "Training recipe (JSON); see configs/ and docs/training.md." }.NotEmpty();
        var data = new Option<DirectoryInfo>("--data")
        {
            Description = "Folder that the recipe's data paths are relative to, with kvasir-seg/ and the others in it. Default: the environment variable VIDEOSEG_DATA.",
            HelpName = "DIR",
        }.NotEmpty();
        var output = new Option<DirectoryInfo>("--output", "-o") { Description = "Folder of the run; new or empty, unless --resume.", HelpName = "RUN", Required = true }.NotEmpty();
        var resume = new Option<bool>("--resume") { Description = "Go on with the interrupted run in the output folder, with the same recipe and data." };
        var device = new Option<string>("--device") { Description = "auto (a GPU where there is one), cpu, cuda or cuda:N.", DefaultValueFactory = _ => "auto" };
        var threads = new Option<int>("--threads") { Description = "CPU threads, 0 to 1024; 0: as OMP_NUM_THREADS says, else one a physical core.", DefaultValueFactory = _ => 0 };
        var checkpoint = new Option<double>("--checkpoint-minutes")
        {
            Description = "Longest time between checkpoints, in minutes, above 0, at most 10080; one is also written after each epoch.",
            DefaultValueFactory = _ => 5,
        };
        threads.Require(number => number is >= 0 and <= 1024, "0 to 1024");
        checkpoint.Require(minutes => minutes is > 0 and <= 10080, "a number above 0, at most 10080 (a week)");

        var command = new Command("train", "Train a network by a recipe. Killed or interrupted, it goes on with --resume and gives the same numbers.")
        {
            config, data, output, resume, device, threads, checkpoint,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string folder = parsed.GetValue(data)?.FullName ?? Environment.GetEnvironmentVariable("VIDEOSEG_DATA") ?? "";
            if (!Directory.Exists(folder))
            {
                throw new VideoSegException(FaultKind.Usage, $"expected the data folder, found {(folder.Length == 0 ? "neither --data nor VIDEOSEG_DATA" : $"no folder {folder}")}. Give --data DIR.");
            }

            var console = new TrainingConsole();
            var trainer = new Trainer(
                TrainingConfigFile.Read(parsed.GetRequiredValue(config).FullName),
                new TrainerOptions
                {
                    DataFolder = folder,
                    RecipeFolder = Trainer.RecipeFolderOf(parsed.GetRequiredValue(config).FullName),
                    RunFolder = parsed.GetRequiredValue(output).FullName,
                    Resume = parsed.GetValue(resume),
                    Device = parsed.GetRequiredValue(device),
                    Threads = parsed.GetValue(threads),
                    Notes = console,
                    CheckpointInterval = TimeSpan.FromMinutes(parsed.GetValue(checkpoint)),
                },
                TimeProvider.System);
            return await RunAsync(trainer, console, parsed.GetRequiredValue(output).FullName, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(Trainer trainer, TrainingConsole console, string run, CancellationToken cancellationToken)
    {
        try
        {
            // A thread of its own: libtorch's OpenMP team belongs to the thread that calls it.
            TrainingResult result = await Task.Factory.StartNew(
                () => trainer.Run(console, cancellationToken),
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await Console.Out.WriteLineAsync(
                $"{(result.StoppedEarly ? "stopped early" : "done")} after {result.Epochs} epochs: best validation Dice {result.BestDice:f4} in epoch {result.BestEpoch}\n" +
                $"weights: {result.BestWeights}");
            return 0;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync(Trainer.CanResume(run) ? $"\nstopped; the run in {run} goes on with --resume" : "\nstopped before the run began");
            throw;
        }
    }
}
