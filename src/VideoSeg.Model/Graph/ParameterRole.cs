namespace VideoSeg.Model.Graph;

/// <summary>What a stored tensor of a network is for.</summary>
public enum ParameterRole
{
    /// <summary>Kernel of a convolution or matrix of a linear layer; trained.</summary>
    Weight,

    /// <summary>Bias added to each output channel; trained.</summary>
    Bias,

    /// <summary>Factor of each channel after normalisation; trained.</summary>
    Scale,

    /// <summary>Offset of each channel after normalisation; trained.</summary>
    Shift,

    /// <summary>Running mean of each channel; gathered while training.</summary>
    RunningMean,

    /// <summary>Running variance of each channel; gathered while training.</summary>
    RunningVariance,

    /// <summary>Number of batches the running statistics have seen: one int64. Nothing depends on it; files may lack it.</summary>
    BatchCount,
}
