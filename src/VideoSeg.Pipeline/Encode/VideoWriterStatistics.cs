using System.Runtime.InteropServices;

namespace VideoSeg.Pipeline.Encode;

/// <summary>What a writer has written.</summary>
/// <param name="Frames">Frames handed to the encoder.</param>
/// <param name="Packets">Packets of all tracks handed to the container.</param>
/// <param name="Bytes">Bytes of those packets.</param>
/// <param name="ConvertedFrames">Frames that had another size or layout than the encoder takes and were converted.</param>
/// <param name="MovedTimes">Frames and copied packets whose time did not lie after the last one's and was moved behind it.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct VideoWriterStatistics(long Frames, long Packets, long Bytes, long ConvertedFrames, long MovedTimes);
