using System.Text.Json;
using System.Text.Json.Serialization;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Training;

/// <summary>Where a run stood when its checkpoint was written.</summary>
internal sealed record TrainingPosition
{
    /// <summary>Epoch in progress, from 0.</summary>
    public int Epoch { get; init; }

    /// <summary>Steps of that epoch that are done.</summary>
    public int StepInEpoch { get; init; }

    /// <summary>Steps taken in all.</summary>
    public long Step { get; init; }

    /// <summary>Epoch (from 1) with the best validation Dice; 0 before the first.</summary>
    public int BestEpoch { get; init; }

    /// <summary>Its validation Dice.</summary>
    public double BestDice { get; init; }

    /// <summary>Time spent in the epoch in progress.</summary>
    public double SecondsInEpoch { get; init; }

    /// <summary>The epochs that are over.</summary>
    public IReadOnlyList<EpochRecord> History { get; init; } = [];
}

/// <summary>Reads and writes a run's checkpoint: all tensors in one safetensors file, the position in its metadata.</summary>
internal static class TrainingCheckpoint
{
    private const string PositionKey = "position";

    /// <summary>Writes the checkpoint beside the last one and moves it into its place.</summary>
    /// <exception cref="VideoSegException">
    /// The state holds a number that is not finite: the last checkpoint stays (<see cref="FaultKind.Engine"/>); or the file cannot be written
    /// (<see cref="FaultKind.Output"/>).
    /// </exception>
    public static void Write(RunFolder folder, TrainingState state, TrainingPosition position)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [PositionKey] = JsonSerializer.Serialize(position, TrainingPositionJson.Default.TrainingPosition),
        };
        SafetensorsFile.Write(folder.Checkpoint, new WeightSet(state.Save(), metadata));
    }

    /// <summary>Loads the tensors into <paramref name="state"/> and returns the position.</summary>
    public static TrainingPosition Read(RunFolder folder, TrainingState state)
    {
        WeightSet checkpoint = SafetensorsFile.Read(folder.Checkpoint);
        TrainingPosition position = ReadPosition(checkpoint)
            ?? throw new VideoSegException(FaultKind.Input, $"expected the checkpoint of a training run in {folder.Checkpoint}, found other contents. Delete it to begin that run again.");
        state.Load(checkpoint, position.Step);
        return position;
    }

    private static TrainingPosition? ReadPosition(WeightSet checkpoint)
    {
        try
        {
            return checkpoint.Metadata.TryGetValue(PositionKey, out string? json)
                ? JsonSerializer.Deserialize(json, TrainingPositionJson.Default.TrainingPosition)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSerializable(typeof(TrainingPosition))]
internal sealed partial class TrainingPositionJson : JsonSerializerContext;
