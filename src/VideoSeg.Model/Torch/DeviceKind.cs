namespace VideoSeg.Model.Torch;

/// <summary>The kind of a <see cref="Device"/>.</summary>
public enum DeviceKind
{
    /// <summary>The processor and its memory.</summary>
    Cpu = 0,

    /// <summary>An NVIDIA GPU.</summary>
    Cuda = 1,
}
