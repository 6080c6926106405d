using System.Globalization;

namespace VideoSeg.Pipeline.Output;

/// <summary>The name of what belongs to one frame, the same in every kind of result: <c>frame-000012</c>, from 0.</summary>
internal static class FrameFile
{
    /// <summary>The name.</summary>
    /// <param name="index">Number of the frame, from 0.</param>
    /// <param name="ending">With its dot.</param>
    public static string Name(long index, string ending) => string.Create(CultureInfo.InvariantCulture, $"frame-{index:000000}{ending}");
}
