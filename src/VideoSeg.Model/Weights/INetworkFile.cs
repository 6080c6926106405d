namespace VideoSeg.Model.Weights;

/// <summary>A file that was opened and checked, and that a segmenter can run: weights of a network known here, or a network with its own code.</summary>
public interface INetworkFile
{
    /// <summary>Full path of the file.</summary>
    string Path { get; }

    /// <summary>What is known of it: classes, input size, threshold, name.</summary>
    ModelMetadata Metadata { get; }
}
