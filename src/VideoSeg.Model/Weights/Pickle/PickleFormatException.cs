namespace VideoSeg.Model.Weights.Pickle;

/// <summary>What is wrong inside a checkpoint; becomes a <see cref="VideoSegException"/> that names the file.</summary>
internal sealed class PickleFormatException(string message, Exception? inner = null) : Exception(message, inner);
