using VideoSeg.Model.OneDnn.Interop;

namespace VideoSeg.Model.OneDnn;

/// <summary>
/// A value of one picture in the arena, channels last: [height, width, channels], or in blocks of channels: [channels / block, height, width, block].
/// Rows and blocks follow without gaps.
/// </summary>
/// <param name="Offset">Bytes from the arena's beginning.</param>
/// <param name="Type">What its numbers are kept as.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Channels">Numbers of a pixel.</param>
/// <param name="Pitch">Numbers from a pixel of a block to the next: <paramref name="Block"/>, or more where it is a slice of a wider value, channels last.</param>
/// <param name="Block">Channels that lie together: all of them where they are last, else a divisor of them.</param>
internal readonly record struct TensorLayout(long Offset, NumberType Type, int Height, int Width, int Channels, int Pitch, int Block)
{
    public NativeTensor ToNative() =>
        new() { Offset = Offset, Type = (int)Type, Height = Height, Width = Width, Channels = Channels, Pitch = Pitch, Block = Block };
}
