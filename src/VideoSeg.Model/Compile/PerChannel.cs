using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;

namespace VideoSeg.Model.Compile;

/// <summary>
/// Operations whose output at a pixel and channel depends on the first input at that pixel and channel alone, by the same rule at every
/// pixel. They commute with concatenation and with nearest upsampling.
/// </summary>
internal static class PerChannel
{
    public static bool Is(Operation operation) => operation is BatchNorm2d or ReLU or Sigmoid or ScaleShift or ScaleChannels;
}
