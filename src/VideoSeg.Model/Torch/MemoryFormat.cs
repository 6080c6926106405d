namespace VideoSeg.Model.Torch;

/// <summary>The order in memory of a tensor's elements. It changes speed, never meaning: the shape stays [N, C, H, W].</summary>
public enum MemoryFormat
{
    /// <summary>The last dimension is the innermost: NCHW.</summary>
    Contiguous = 0,

    /// <summary>The channels are the innermost: NHWC, for tensors of four dimensions.</summary>
    ChannelsLast = 1,
}
