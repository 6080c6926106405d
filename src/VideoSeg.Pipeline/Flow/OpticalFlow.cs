using System.Numerics;

namespace VideoSeg.Pipeline.Flow;

/// <summary>
/// Dense optical flow between gray pictures of one size, by dense inverse search (Kroeger, Timofte, Dai, Van Gool, ECCV 2016). Takes about a
/// millisecond at 176 x 176. Not for two threads at a time; owns a native handle.
/// </summary>
public sealed unsafe class OpticalFlow : IDisposable
{
    private readonly FlowHandle _handle;

    /// <summary>Makes one for pictures of a size, at least 16 pixels a side.</summary>
    public OpticalFlow(int width, int height)
    {
        VisionLibrary.EnsureLoaded();
        VisionLibrary.Check(VisionNative.FlowCreate(width, height, out _handle));
        (Width, Height) = (width, height);
    }

    /// <summary>Width of the pictures.</summary>
    public int Width { get; }

    /// <summary>Height of the pictures.</summary>
    public int Height { get; }

    /// <summary>Finds for each pixel of <paramref name="from"/> the way to where the same thing lies in <paramref name="to"/>, in pixels.</summary>
    /// <param name="from">Gray, 8 bits, row after row without padding.</param>
    /// <param name="to">The other picture.</param>
    /// <param name="displacement">Filled, one for each pixel.</param>
    public void Compute(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, Span<Vector2> displacement)
    {
        int length = Width * Height;
        if (from.Length != length || to.Length != length || displacement.Length != length)
        {
            throw new ArgumentException($"expected {length} values each, got {from.Length}, {to.Length} and {displacement.Length}", nameof(from));
        }

        fixed (byte* first = from, second = to)
        fixed (Vector2* way = displacement)
        {
            VisionLibrary.Check(VisionNative.FlowCompute(_handle, first, second, (float*)way));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
