using System.Runtime.InteropServices;

namespace VideoSeg.Pipeline.Interop;

/// <summary>Native handles of libvideoseg_av alive in the process; all zero once every reader, writer and frame is disposed.</summary>
/// <param name="Frames">Frames in use and idle in pools.</param>
/// <param name="Packets">Packets in use and idle in pools.</param>
/// <param name="Readers">Open inputs.</param>
/// <param name="Writers">Open outputs.</param>
/// <param name="Pools">Pools of frame memory.</param>
/// <param name="Converters">Converters of pictures.</param>
/// <param name="Interrupts">Cancellation flags.</param>
/// <param name="Encoders">Encoders that no writer owns.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct MediaHandleCounts(
    long Frames, long Packets, long Readers, long Writers, long Pools, long Converters, long Interrupts, long Encoders);
