namespace VideoSeg.Model.Weights;

/// <summary>What is wrong inside a safetensors file; becomes a <see cref="VideoSegException"/> that names the file.</summary>
internal sealed class SafetensorsFormatException(string message, Exception? inner = null) : Exception(message, inner);
