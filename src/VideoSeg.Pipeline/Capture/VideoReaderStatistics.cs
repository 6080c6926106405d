using System.Runtime.InteropServices;

namespace VideoSeg.Pipeline.Capture;

/// <summary>What became of the data a reader met.</summary>
/// <param name="Packets">Packets of the video track.</param>
/// <param name="Frames">Frames delivered.</param>
/// <param name="CorruptFrames">Frames delivered although damaged.</param>
/// <param name="DecodeErrors">Packets that the decoder refused; their frames are missing.</param>
/// <param name="ReadErrors">Places where the container was damaged.</param>
/// <param name="GuessedTimes">Decoded frames to which the stream gave no time; <see cref="Frames.VideoFrame.IsTimeGuessed"/> marks them.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct VideoReaderStatistics(long Packets, long Frames, long CorruptFrames, long DecodeErrors, long ReadErrors, long GuessedTimes);
