using System.Runtime.InteropServices;

namespace VideoSeg.Pipeline.Encode;

/// <summary>What a writer has written.</summary>
/// <param name="Frames">Frames handed to the encoder.</param>
/// <param name="Packets">Packets of all tracks handed to the container.</param>
/// <param name="Bytes">Bytes of those packets.</param>
/// <param name="ConvertedFrames">Frames that had another size or layout than the encoder takes and were converted.</param>
/// <param name="MovedTimes">Frames and copied packets whose time did not lie after the last one's and was moved one tick behind it.</param>
/// <param name="TimeJumps">Places where the source's times jumped back by more than a frame; all that follows was put behind what came before.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct VideoWriterStatistics(long Frames, long Packets, long Bytes, long ConvertedFrames, long MovedTimes, long TimeJumps);
