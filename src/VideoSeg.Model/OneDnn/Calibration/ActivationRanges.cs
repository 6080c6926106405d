using System.Collections.Immutable;

namespace VideoSeg.Model.OneDnn.Calibration;

/// <summary>The largest absolute value that each channel of what convolutions read takes on, measured on training pictures.</summary>
/// <param name="Channels">By the name of the node in the compiled graph: a value for each channel.</param>
internal sealed record ActivationRanges(ImmutableSortedDictionary<string, float[]> Channels)
{
    /// <summary>The range of a node.</summary>
    /// <exception cref="VideoSegException">It was not measured (<see cref="FaultKind.Input"/>).</exception>
    public float[] Of(string node, int channels) =>
        Channels.TryGetValue(node, out float[]? range) && range.Length == channels
            ? range
            : throw new VideoSegException(FaultKind.Input,
                $"expected a calibration with the ranges of {channels} channels of {node}, found {(range is null ? "none" : $"{range.Length}")}: it belongs to other weights. Calibrate anew.");
}
