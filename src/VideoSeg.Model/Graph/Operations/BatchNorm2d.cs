using System.Collections.Immutable;

namespace VideoSeg.Model.Graph.Operations;

/// <summary>
/// Batch normalisation: (x - mean) / sqrt(variance + Epsilon) x scale + shift for each channel. In training with the batch's own
/// statistics, which enter the running ones with weight <see cref="Momentum"/>; in inference with the running ones.
/// </summary>
public sealed record BatchNorm2d(int Channels, double Epsilon = 1e-5, double Momentum = 0.1) : Operation
{
    /// <inheritdoc/>
    public override ImmutableArray<ParameterSpecification> Parameters =>
    [
        new("weight", [Channels], ParameterRole.Scale),
        new("bias", [Channels], ParameterRole.Shift),
        new("running_mean", [Channels], ParameterRole.RunningMean),
        new("running_var", [Channels], ParameterRole.RunningVariance),
        new("num_batches_tracked", [], ParameterRole.BatchCount),
    ];

    /// <inheritdoc/>
    public override TensorShape InferShape(ReadOnlySpan<TensorShape> inputs) => Single(inputs, Channels);
}
