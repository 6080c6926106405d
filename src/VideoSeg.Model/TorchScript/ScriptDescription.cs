using System.Collections.Immutable;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.TorchScript;

/// <summary>What a TorchScript file does not say about itself: what goes in and what comes out. Read by <see cref="ScriptDescriptionReader"/>.</summary>
public sealed record ScriptDescription
{
    /// <summary>Name, classes, input size, threshold, smallest area, terms.</summary>
    public required ModelMetadata Metadata { get; init; }

    /// <summary>What the numbers are that come out.</summary>
    public required ScriptOutputs Outputs { get; init; }

    /// <summary>Taken off each plane, which is from 0 to 1, in the order red, green, blue. Default 0.</summary>
    public ImmutableArray<double> Mean { get; init; } = [0, 0, 0];

    /// <summary>What each plane is divided by then, above 0, in the order red, green, blue. Default 1.</summary>
    public ImmutableArray<double> StandardDeviation { get; init; } = [1, 1, 1];

    /// <summary>The order of the planes. Default red, green, blue.</summary>
    public ChannelOrder ChannelOrder { get; init; }

    /// <summary>Which element of a tuple or list is the output, from 0; null where it is no such thing.</summary>
    public int? OutputIndex { get; init; }

    /// <summary>Which entry of a dict is the output; null where it is no such thing.</summary>
    public string? OutputKey { get; init; }

    /// <summary>Whether the picture goes in as it is.</summary>
    public bool IsPlain => Mean.All(value => value == 0) && StandardDeviation.All(value => value == 1);
}
