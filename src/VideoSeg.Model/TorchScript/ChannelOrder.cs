namespace VideoSeg.Model.TorchScript;

/// <summary>In which order a network wants the planes of a picture.</summary>
public enum ChannelOrder
{
    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Blue, green, red, as OpenCV reads pictures.</summary>
    Bgr,
}
