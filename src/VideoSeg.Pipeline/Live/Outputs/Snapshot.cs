namespace VideoSeg.Pipeline.Live.Outputs;

/// <summary>A still picture of a live stream.</summary>
/// <param name="Bytes">The encoded picture.</param>
/// <param name="ContentType"><c>image/jpeg</c> or <c>image/png</c>.</param>
/// <param name="Width">Its width; pixels are square.</param>
/// <param name="Height">Its height.</param>
/// <param name="Frame">Number of the frame in its stream.</param>
/// <param name="CapturedAt">When the frame was decoded.</param>
/// <param name="IsSlate">Whether it shows a slate: the source is away.</param>
public sealed record Snapshot(ReadOnlyMemory<byte> Bytes, string ContentType, int Width, int Height, long Frame, DateTimeOffset CapturedAt, bool IsSlate);
