namespace VideoSeg.Model.Onnx;

/// <summary>One size of a value: a number, a name that stands for the same number wherever it is used, or unknown.</summary>
/// <param name="Size">The number; null where the size is left open.</param>
/// <param name="Name">The name of an open size; null where it has none.</param>
internal readonly record struct OnnxDimension(long? Size, string? Name = null);
